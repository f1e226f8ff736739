using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LotteryLab.Torch.Tests;

/// <summary>A two-layer network trained on random images: small enough for thousands of steps in a test.</summary>
internal sealed class SmallTraining : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _generator;
    private readonly Tensor[] _weights;
    private readonly Tensor[] _momenta;
    private readonly Tensor _mask;

    internal SmallTraining(ulong seed)
    {
        set_num_threads(1);
        _generator = new Generator(seed);
        _weights = [Weights(8, 16), zeros([8], requires_grad: true), Weights(4, 8), zeros([4], requires_grad: true)];
        _momenta = [.. _weights.Select(w => zeros_like(w))];
        _mask = zeros(8, 16).bernoulli_(0.5, _generator);
    }

    internal void Step()
    {
        using var scope = NewDisposeScope();
        var images = zeros(6, 16).uniform_(0, 1, _generator);
        var labels = zeros([6], dtype: int64).random_(0, 4, _generator);
        var hidden = F.relu(F.linear(images, _weights[0] * _mask, _weights[1]));
        F.cross_entropy(F.linear(hidden, _weights[2], _weights[3]), labels).backward();
        using var still = no_grad();
        for (var k = 0; k < _weights.Length; k++)
        {
            _momenta[k].mul_(0.9).add_(_weights[k].grad!);
            _weights[k].add_(_momenta[k], -0.05);
            _weights[k].grad = null;
        }
    }

    internal byte[] Bits() => [.. _weights.SelectMany(w => w.bytes.ToArray())];

    public void Dispose()
    {
        _scope.Dispose();
        _generator.Dispose();
    }

    private Tensor Weights(long outputs, long inputs) => zeros(outputs, inputs).normal_(0, 0.3, _generator).requires_grad_();
}
