using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Recording;

/// <summary>
/// An element-wise optimizer over all parameters at once whose numbers that differ from step to step (the learning rate, Adam's corrections)
/// come from a tensor, so that a recorded step finds this step's numbers there. Masks do not change: rules train the ordinary way.
/// </summary>
internal abstract class FlatOptimizer : IOptimizer
{
    private readonly Dictionary<string, Tensor> exported = new(StringComparer.Ordinal);
    private readonly List<Tensor> stepCounters = [];

    protected FlatOptimizer(FlatParameters parameters, DecayRule decay, IReadOnlyList<string> stateNames)
    {
        Parameters = parameters;
        Decaying = parameters.Choose(decay.Covers);
        State = [.. stateNames.Select(_ => torch.zeros_like(parameters.Values).DetachFromDisposeScope())];
        foreach (var definition in parameters.Definitions)
        {
            var counter = torch.zeros([1], ScalarType.Int64).DetachFromDisposeScope();
            stepCounters.Add(counter);
            exported[$"{definition.Name}/step"] = counter;
        }

        for (var j = 0; j < State.Length; j++)
        {
            foreach (var (definition, view) in parameters.Views(State[j]))
            {
                exported[$"{definition.Name}/{stateNames[j]}"] = view;
            }
        }
    }

    /// <summary>Updates so far.</summary>
    internal long Steps { get; set; }

    /// <summary>How many numbers of a step there are.</summary>
    internal abstract int NumberCount { get; }

    protected FlatParameters Parameters { get; }

    /// <summary>True where weight decay acts; null when it acts everywhere.</summary>
    protected Tensor? Decaying { get; }

    /// <summary>Momenta, in the order of the state's names.</summary>
    protected Tensor[] State { get; }

    /// <summary>The numbers of the update that makes it <paramref name="step"/> of them.</summary>
    internal abstract void Write(Span<float> numbers, long step, double learningRate);

    /// <summary>One update from the gradients that are there; asks nothing of the host, and does not count.</summary>
    /// <param name="numbers">What <see cref="Write"/> wrote, [<see cref="NumberCount"/>] on the device.</param>
    internal void Update(Tensor numbers)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Update(Parameters.GatherGradients(), numbers);
    }

    public void Step(double learningRate)
    {
        Steps++;
        var numbers = new float[NumberCount];
        Write(numbers, Steps, learningRate);
        using var onDevice = torch.tensor(numbers, device: Parameters.Values.device);
        Update(onDevice);
    }

    public void ZeroGradients() => Parameters.ClearGradients();

    public IReadOnlyDictionary<string, Tensor> ExportState()
    {
        stepCounters.ForEach(counter => counter.fill_(Steps));
        return exported;
    }

    public void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGradient = torch.no_grad();
        foreach (var (name, own) in exported)
        {
            if (!state.TryGetValue(name, out var given) || !given.shape.SequenceEqual(own.shape))
            {
                throw new LotteryLabException("training.optimizer-state", $"The saved optimizer state has no fitting tensor '{name}'.", "It belongs to another network or optimizer; delete the checkpoint to start this training anew.");
            }

            own.copy_(given);
        }

        Steps = stepCounters.Count == 0 ? 0 : stepCounters[0].item<long>();
    }

    public void SetMask(string parameter, BitMask? mask) => throw new InvalidOperationException("Only rules change masks, and a training with a rule is not recorded.");

    public void Reset()
    {
        using var noGradient = torch.no_grad();
        Steps = 0;
        foreach (var state in State)
        {
            state.zero_();
        }
    }

    public void Dispose()
    {
        Decaying?.Dispose();
        foreach (var tensor in exported.Values.Concat(State))
        {
            tensor.Dispose();
        }
    }

    /// <summary>The update itself, in the current dispose scope and outside of autograd; the gradient is zero where pruned.</summary>
    protected abstract void Update(Tensor gradient, Tensor numbers);

    /// <summary>Gradient plus decay times weight, where decay acts.</summary>
    protected Tensor WithDecay(Tensor gradient, double decay)
    {
        if (decay == 0)
        {
            return gradient;
        }

        var decayed = gradient.add(Parameters.Values, alpha: decay);
        return Decaying is null ? decayed : torch.where(Decaying, decayed, gradient);
    }
}
