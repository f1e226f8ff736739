using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers of its own; the same seed gives the same numbers on the same device type.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        /// <summary>A generator on a device, the CPU when none is named.</summary>
        /// <exception cref="LotteryLab.Torch.TorchException">The device does not exist here.</exception>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            NativeMethods.Check(NativeMethods.ll_generator_new(DeviceCodes.ToNative(this.device.type), this.device.index, seed, out _handle));
        }

        private Generator(nint handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        /// <summary>Releases a generator that was not disposed of.</summary>
        ~Generator() => Dispose(false);

        /// <summary>The generator that operations on the CPU use when they are given none. The laboratory never does.</summary>
        public static Generator Default => DefaultOf(CPU);

        /// <summary>The native handle. Throws after disposal.</summary>
        public IntPtr Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>The device whose tensors it fills.</summary>
        public Device device { get; }

        /// <summary>The state, a byte vector that <see cref="set_state"/> takes.</summary>
        public Tensor get_state()
        {
            NativeMethods.Check(NativeMethods.ll_generator_state(Handle, out var state));
            return new Tensor(state);
        }

        /// <summary>Continues from a state that <see cref="get_state"/> gave.</summary>
        public void set_state(Tensor value)
        {
            NativeMethods.Check(NativeMethods.ll_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        /// <summary>Starts anew from a seed; returns this generator.</summary>
        public Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.ll_generator_seed(Handle, unchecked((ulong)seed)));
            return this;
        }

        /// <summary>Starts anew from the clock and returns the seed taken.</summary>
        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        /// <summary>The seed it started from.</summary>
        public long initial_seed()
        {
            NativeMethods.Check(NativeMethods.ll_generator_initial_seed(Handle, out var seed));
            return unchecked((long)seed);
        }

        /// <summary>Releases the native generator.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Releases the native generator.</summary>
        /// <param name="disposing">False when the finaliser calls.</param>
        protected virtual void Dispose(bool disposing) =>
            NativeMethods.ll_generator_release(Interlocked.Exchange(ref _handle, 0));

        internal static Generator DefaultOf(Device device)
        {
            NativeMethods.Check(NativeMethods.ll_generator_default(DeviceCodes.ToNative(device.type), device.index, out var handle));
            return new Generator(handle, device);
        }
    }

    /// <summary>The default generator.</summary>
    public static class random
    {
        /// <summary>Seeds all default generators.</summary>
        public static Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.ll_manual_seed(unchecked((ulong)seed)));
            return Generator.Default;
        }

        /// <summary>Seeds the default generator from the clock.</summary>
        public static long seed() => Generator.Default.seed();

        /// <summary>The seed the default generator started from.</summary>
        public static long initial_seed() => Generator.Default.initial_seed();

        /// <summary>State of the default generator.</summary>
        public static Tensor get_rng_state() => Generator.Default.get_state();

        /// <summary>Sets the state of the default generator.</summary>
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    /// <summary>Seeds all default generators.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>The seed the default generator started from.</summary>
    public static long initial_seed() => random.initial_seed();

    /// <summary>State of the default generator.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Sets the state of the default generator.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);
}
