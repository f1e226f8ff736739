using TorchSharp;

namespace LotteryLab.Torch;

/// <summary>
/// A dispose scope for the body of a loop that runs millions of times. Entered once a round, it uses its own memory and the objects of the last
/// round's tensors again, so that the loop leaves nothing to collect. A tensor must not be touched after the round that made it, unless it was
/// moved out of the scope: its object may stand for another one by then. For one thread.
/// </summary>
public sealed class LoopScope
{
    private readonly DisposeScope _scope = new(new TensorRecycler());

    /// <summary>Begins a round; dispose of the result to end it.</summary>
    /// <exception cref="InvalidOperationException">The last round has not ended.</exception>
    public DisposeScope Enter() => DisposeScopeManager.OfThread.Enter(_scope);
}
