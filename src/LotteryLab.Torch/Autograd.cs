using LotteryLab.Torch.Native;

namespace TorchSharp;

public static unsafe partial class torch
{
    public partial class Tensor
    {
        /// <summary>Adds the derivative of this one-element tensor to <see cref="grad"/> of every leaf it was made from.</summary>
        public void backward()
        {
            var handle = Handle;
            NativeMethods.Check(NativeMethods.ll_backward(&handle, 1, null, 0, 0, 0, null, 0));
            GC.KeepAlive(this);
        }

        /// <summary>Adds derivatives to <see cref="grad"/> of the leaves, or of <paramref name="inputs"/> only.</summary>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph || create_graph, create_graph, inputs);

        /// <summary>Sets <see cref="requires_grad"/> and returns this tensor.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Sets <see cref="requires_grad"/> and returns this tensor.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Asks for <see cref="grad"/> to be kept on a tensor that is not a leaf.</summary>
        public void retain_grad() => NativeMethods.Check(NativeMethods.ll_retain_grad(Handle));
    }

    /// <summary>Differentiation.</summary>
    public static class autograd
    {
        /// <summary>Derivatives of the sum of <paramref name="outputs"/> by each of <paramref name="inputs"/>.</summary>
        /// <returns>One tensor for each input and of its shape; with <paramref name="allow_unused"/>, null where it played no part.</returns>
        /// <exception cref="LotteryLab.Torch.TorchException">An input played no part, or the graph was freed by an earlier call.</exception>
        public static IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            var results = new nint[inputs.Count];
            fixed (nint* o = Handles(outputs), i = Handles(inputs), g = Handles(grad_outputs), r = results)
            {
                NativeMethods.Check(NativeMethods.ll_autograd_grad(
                    o, outputs.Count, i, inputs.Count, g, grad_outputs?.Count ?? 0, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, r));
            }

            KeepAlive(outputs, inputs, grad_outputs);
            // TorchSharp's signature promises tensors; a caller that allows unused inputs has to expect null.
            return Array.ConvertAll(results, handle => Wrap(handle)!);
        }

        /// <summary>Adds derivatives of <paramref name="tensors"/> to the gradients of the leaves, or of <paramref name="inputs"/> only.</summary>
        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            fixed (nint* t = Handles(tensors), g = Handles(grad_tensors), i = Handles(inputs))
            {
                NativeMethods.Check(NativeMethods.ll_backward(
                    t, tensors.Count, g, grad_tensors?.Count ?? 0, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, i, inputs?.Count ?? 0));
            }

            KeepAlive(tensors, grad_tensors, inputs);
        }

        /// <summary>Adds derivatives of one tensor to the gradients of the leaves.</summary>
        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        private static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null || tensors.Count == 0)
            {
                return [];
            }

            var handles = new nint[tensors.Count];
            for (var k = 0; k < handles.Length; k++)
            {
                handles[k] = tensors[k] is { } tensor ? tensor.Handle : 0;
            }

            return handles;
        }

        private static void KeepAlive(params ReadOnlySpan<IList<Tensor>?> lists)
        {
            foreach (var list in lists)
            {
                GC.KeepAlive(list);
            }
        }
    }

    /// <summary>Until the result is disposed of, operations on this thread are not recorded for differentiation.</summary>
    public static IDisposable no_grad() => new GradModeSwitch(false);

    /// <summary>Until the result is disposed of, operations on this thread are recorded for differentiation.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradModeSwitch(enabled);

    /// <summary>Until the result is disposed of, recording on this thread is on or off.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradModeSwitch(mode);

    /// <summary>Whether operations on this thread are recorded for differentiation.</summary>
    public static bool is_grad_enabled() => NativeMethods.ll_grad_mode() != 0;

    /// <summary>Like <see cref="no_grad"/>, and cheaper: tensors made inside can never be differentiated.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceModeSwitch(mode);

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => NativeMethods.ll_inference_mode() != 0;

    private sealed class GradModeSwitch : IDisposable
    {
        private readonly int _before = NativeMethods.ll_grad_mode();

        internal GradModeSwitch(bool enabled) => NativeMethods.ll_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.ll_set_grad_mode(_before);
    }

    private sealed class InferenceModeSwitch(bool enabled) : IDisposable
    {
        private nint _guard = NativeMethods.ll_inference_enter(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.ll_inference_leave(Interlocked.Exchange(ref _guard, 0));
    }
}
