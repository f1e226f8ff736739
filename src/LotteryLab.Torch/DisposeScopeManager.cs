namespace TorchSharp;

/// <summary>The dispose scopes of one thread. The name is TorchSharp's.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? current;

    private DisposeScopeManager()
    {
    }

    /// <summary>Counts of this thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => OfThread.StatisticsInstance;

    internal static DisposeScopeManager OfThread => current ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    internal static DisposeScope? Register(torch.Tensor tensor)
    {
        var scopes = OfThread;
        var scope = scopes.CurrentDisposeScope;
        if (scope is null)
        {
            scopes.StatisticsInstance.CreatedOutsideScopeCount++;
            return null;
        }

        scopes.StatisticsInstance.CreatedInScopeCount++;
        scope.Hold(tensor);
        return scope;
    }

    internal static void Disposing(torch.Tensor tensor)
    {
        if (tensor.IsInvalid)
        {
            return;
        }

        if (tensor.OwningDisposeScope is null)
        {
            OfThread.StatisticsInstance.DisposedOutsideScopeCount++;
        }
        else
        {
            OfThread.StatisticsInstance.DisposedInScopeCount++;
        }
    }

    internal DisposeScope Enter() => CurrentDisposeScope = new DisposeScope(this);

    internal DisposeScope Enter(DisposeScope scope)
    {
        scope.EnterOn(this);
        return CurrentDisposeScope = scope;
    }

    internal void Remove(DisposeScope scope)
    {
        if (ReferenceEquals(CurrentDisposeScope, scope))
        {
            CurrentDisposeScope = scope.OuterScope;
            return;
        }

        // An outer scope ended before an inner one: the inner one is then tied to what was further out.
        for (var inner = CurrentDisposeScope; inner is not null; inner = inner.OuterScope)
        {
            if (ReferenceEquals(inner.OuterScope, scope))
            {
                inner.OuterScope = scope.OuterScope;
                return;
            }
        }
    }
}
