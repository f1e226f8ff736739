namespace TorchSharp;

/// <summary>Owns the tensors made on its thread while it is the innermost scope, and disposes of them when it ends.</summary>
/// <remarks>Scopes nest; a result leaves by <see cref="MoveToOuter{T}(T)"/> or <see cref="Detach{T}(T)"/>.</remarks>
public sealed class DisposeScope : IDisposable
{
    private HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);
    private DisposeScopeManager? _owner;

    internal DisposeScope(DisposeScopeManager owner) => EnterOn(owner);

    /// <summary>A scope that is entered again and again, by <see cref="EnterOn"/>.</summary>
    internal DisposeScope(TensorRecycler recycler) => Recycler = recycler;

    /// <summary>What the scope holds now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. Live];

    /// <summary>How much the scope holds now.</summary>
    public int DisposablesCount => Live.Count;

    internal DisposeScope? OuterScope { get; set; }

    /// <summary>Gives the scope the objects of its tensors; null in ordinary scopes.</summary>
    internal TensorRecycler? Recycler { get; }

    private HashSet<IDisposable> Live => _owner is null ? throw new ObjectDisposedException(nameof(DisposeScope)) : _disposables;

    /// <summary>Moves a tensor to the scope outside this one; detaches it when there is none.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable => MoveToOther(OuterScope, disposable);

    /// <summary>Moves two tensors to the scope outside this one.</summary>
    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    /// <summary>Moves three tensors to the scope outside this one.</summary>
    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    /// <summary>Moves tensors to the scope outside this one.</summary>
    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    /// <summary>Moves tensors to the scope outside this one.</summary>
    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    /// <summary>Moves a tensor to <paramref name="scope"/>; detaches it when that is null.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        if (Live.Remove(disposable))
        {
            scope?.Hold(disposable);
            SetOwner(disposable, scope);
            KeepObject(disposable);
            if (scope is null)
            {
                _owner!.StatisticsInstance.DetachedFromScopeCount++;
            }
        }

        return disposable;
    }

    /// <summary>Moves tensors to <paramref name="scope"/>; detaches them when that is null.</summary>
    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Moves tensors to <paramref name="scope"/>; detaches them when that is null.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            MoveToOther(scope, disposable);
        }
    }

    /// <summary>Takes a tensor out of the scope: from here on the caller disposes of it.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable => MoveToOther(null, disposable);

    /// <summary>Takes two tensors out of the scope.</summary>
    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    /// <summary>Takes three tensors out of the scope.</summary>
    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    /// <summary>Takes tensors out of the scope.</summary>
    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes tensors out of the scope.</summary>
    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    /// <summary>Puts a tensor under this scope, out of whichever scope held it.</summary>
    public void Attach(IDisposable disposable)
    {
        _ = Live;
        if (disposable is not torch.Tensor tensor)
        {
            throw new InvalidOperationException("A dispose scope holds tensors only.");
        }

        if (tensor.OwningDisposeScope != this)
        {
            tensor.OwningDisposeScope?._disposables.Remove(tensor);
            KeepObject(tensor);
            Hold(tensor);
            tensor.OwningDisposeScope = this;
        }
    }

    /// <summary>Puts tensors under this scope.</summary>
    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Puts tensors under this scope and returns them.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        list.ForEach(Attach);
        return list;
    }

    /// <summary>Disposes of everything the scope holds; the scope goes on.</summary>
    public void DisposeEverything()
    {
        var all = Live;
        _disposables = new(ReferenceEqualityComparer.Instance);
        Free(all);
    }

    /// <summary>Disposes of everything the scope holds but what is named; the scope goes on.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var all = Live;
        _disposables = new(inKeep, ReferenceEqualityComparer.Instance);
        all.ExceptWith(_disposables);
        Free(all);
    }

    /// <summary>Disposes of everything the scope holds but what is named; the scope goes on.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    /// <summary>Disposes of everything the scope holds but one tensor; the scope goes on.</summary>
    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <summary>Forgets a tensor that was disposed of by other means.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _disposables.Remove(disposable);
        SetOwner(disposable, null);
    }

    /// <summary>Whether the scope holds this tensor.</summary>
    public bool Contains(IDisposable disposable) => _disposables.Contains(disposable);

    /// <summary>Disposes of everything the scope holds and ends the scope. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_owner is not null)
        {
            Free(_disposables);
            _disposables.Clear();
            Recycler?.Collect();
            _owner.Remove(this);
            _owner = null;
        }
    }

    /// <summary>Makes this the innermost scope of a thread.</summary>
    internal void EnterOn(DisposeScopeManager owner)
    {
        if (_owner is not null)
        {
            throw new InvalidOperationException("The scope is in use already: a loop scope cannot be entered inside itself.");
        }

        _owner = owner;
        OuterScope = owner.CurrentDisposeScope;
    }

    internal void Hold(IDisposable disposable) => _disposables.Add(disposable);

    // A tensor that leaves the scope lives on: its object is no longer the scope's to use again.
    private static void KeepObject(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.IsRecyclable = false;
        }
    }

    private static void SetOwner(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = scope;
        }
    }

    private void Free(HashSet<IDisposable> all)
    {
        foreach (var disposable in all)
        {
            if (disposable is torch.Tensor tensor)
            {
                // The set is let go of as a whole; removing one by one would change it under this loop.
                _owner!.StatisticsInstance.DisposedInScopeCount++;
                tensor.OwningDisposeScope = null;
                tensor.DisposeFromScope();
            }
            else
            {
                disposable.Dispose();
            }
        }
    }
}
