using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

/// <summary>Each test runs in a dispose scope of its own.</summary>
public abstract class ScopedTest : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }
}
