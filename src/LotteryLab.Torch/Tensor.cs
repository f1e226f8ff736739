using LotteryLab.Torch.Native;

namespace TorchSharp;

/// <summary>LibTorch: tensors, operators, differentiation. Names and signatures are TorchSharp's.</summary>
public static partial class torch
{
    /// <summary>An n-dimensional array of one element type on one device: an owned reference to a LibTorch tensor.</summary>
    /// <remarks>
    /// Belongs to the innermost <see cref="DisposeScope"/> of the thread that made it. Without a scope, dispose of it;
    /// the finaliser is a safety net only, since the collector does not see how much native memory a tensor holds.
    /// Not thread-safe: one thread at a time, as in LibTorch.
    /// </remarks>
    public partial class Tensor : IDisposable
    {
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle;
            OwningDisposeScope = DisposeScopeManager.Register(this);
        }

        /// <summary>Releases a tensor that was neither disposed of nor in a scope.</summary>
        ~Tensor() => Release();

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>Whether this object stands for another tensor after its loop scope has ended; see <see cref="TensorRecycler"/>.</summary>
        internal bool IsRecyclable { get; set; }

        /// <summary>A name for the reader's own use; LibTorch does not see it.</summary>
        public string? name { get; set; }

        /// <summary>Whether the native tensor was released.</summary>
        public bool IsInvalid => _handle == 0;

        /// <summary>The native handle. Throws <see cref="InvalidOperationException"/> after disposal.</summary>
        public IntPtr Handle => _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>Wraps a native tensor handle, which the new object then owns.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Releases the native tensor and leaves the scope that held it.</summary>
        public void Dispose()
        {
            DisposeScopeManager.Disposing(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            DisposeFromScope();
        }

        /// <summary>Moves the tensor to the scope outside the one that holds it; detaches it when there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of its scope: from here on the caller disposes of it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Moves the tensor to the scope that holds <paramref name="other"/>.</summary>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Moves the tensor to the scope <paramref name="other"/>; detaches it when that is null.</summary>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null)
            {
                other?.Attach(this);
            }
            else
            {
                OwningDisposeScope.MoveToOther(other, this);
            }

            return this;
        }

        /// <summary>Gives the native handle away: the caller owns it and this object becomes invalid.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            var handle = Handle;
            OwningDisposeScope?.MarkAsDisposed(this);
            IsRecyclable = false;
            GC.SuppressFinalize(this);
            _handle = 0;
            return handle;
        }

        /// <summary>Reference equality: element-wise comparison is <see cref="eq(Tensor)"/>.</summary>
        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        /// <summary>Hash code of the object, not of its elements.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Shape, type and device, such as <c>[2x3], type = Float32, device = cpu</c>.</summary>
        public override string ToString() =>
            IsInvalid ? "disposed tensor" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        internal void DisposeFromScope()
        {
            Release();

            // An object that will be used again keeps its finaliser: registering it anew would cost more than the finaliser that finds nothing.
            if (!IsRecyclable)
            {
                GC.SuppressFinalize(this);
            }
        }

        /// <summary>Makes this object, whose tensor was released, stand for another one in the innermost scope.</summary>
        internal void Reuse(nint handle)
        {
            _handle = handle;
            OwningDisposeScope = DisposeScopeManager.Register(this);
        }

        private void Release()
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
            {
                NativeMethods.ll_tensor_release(handle);
            }
        }
    }

    internal static Tensor? Wrap(nint handle) => handle == 0 ? null : Own(handle);

    /// <summary>An object for a native tensor, in the innermost scope: a used one where a loop scope has one to spare.</summary>
    internal static Tensor Own(nint handle) =>
        DisposeScopeManager.OfThread.CurrentDisposeScope?.Recycler is { } recycler ? recycler.Take(handle) : new Tensor(handle);
}
