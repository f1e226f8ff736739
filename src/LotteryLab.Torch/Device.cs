using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The CPU.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The device of tensors that have a shape and no data.</summary>
    public static readonly Device META = new(DeviceType.META);

    /// <summary>The current CUDA device.</summary>
    public static Device CUDA { get; } = new(DeviceType.CUDA);

    /// <summary>A device from its description, such as <c>cpu</c> or <c>cuda:1</c>.</summary>
    public static Device device(string description) => new(description);

    /// <summary>A device from the name of its kind and its number; -1 is the current one.</summary>
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A device from its kind and its number; -1 is the current one.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A CUDA device by its number.</summary>
    public static Device device(int index) => new(DeviceType.CUDA, index);

    /// <summary>Where the data of a tensor lies.</summary>
    public class Device
    {
        /// <summary>A device from its description, such as <c>cpu</c> or <c>cuda:1</c>.</summary>
        /// <exception cref="ArgumentException">There is no such kind of device.</exception>
        public Device(string description)
        {
            var colon = description.IndexOf(':');
            type = Parse(colon < 0 ? description : description[..colon]);
            index = colon < 0 ? -1 : int.Parse(description.AsSpan(colon + 1));
        }

        /// <summary>A device from the name of its kind and its number; -1 is the current one.</summary>
        public Device(string deviceType, int index = -1)
            : this(Parse(deviceType), index)
        {
        }

        /// <summary>A device from its kind and its number; -1 is the current one.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>A CUDA device by its number.</summary>
        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        /// <summary>Kind of device.</summary>
        public DeviceType type { get; }

        /// <summary>Number among the devices of its kind; -1 is the current one.</summary>
        public int index { get; }

        /// <summary>A device from its description, such as <c>cpu</c> or <c>cuda:1</c>.</summary>
        public static implicit operator Device(string description) => new(description);

        /// <summary>The description, such as <c>cpu</c> or <c>cuda:1</c>.</summary>
        public override string ToString()
        {
            var kind = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index < 0 ? kind : $"{kind}:{index}";
        }

        private static DeviceType Parse(string kind) =>
            Enum.TryParse<DeviceType>(kind, ignoreCase: true, out var type)
                ? type
                : throw new ArgumentException($"There is no device called '{kind}'; try cpu or cuda.");
    }

    /// <summary>CUDA devices.</summary>
    public static class cuda
    {
        /// <summary>Whether LibTorch was built with CUDA and a device answers.</summary>
        public static bool is_available() => NativeMethods.ll_cuda_available() != 0 && device_count() > 0;

        /// <summary>Number of CUDA devices; 0 without CUDA.</summary>
        public static int device_count() => Math.Max(0, NativeMethods.ll_cuda_count());

        /// <summary>Waits until the device has finished all work given to it.</summary>
        public static void synchronize(Device? device = null) => NativeMethods.Check(NativeMethods.ll_cuda_synchronize(device?.index ?? -1));

        /// <summary>Seeds the default generators of the CUDA devices; nothing happens without CUDA.</summary>
        public static void manual_seed(long seed) => manual_seed_all(seed);

        /// <summary>Seeds the default generators of all CUDA devices; nothing happens without CUDA.</summary>
        public static void manual_seed_all(long seed)
        {
            for (var k = 0; k < device_count(); k++)
            {
                using var generator = Generator.DefaultOf(new Device(DeviceType.CUDA, k));
                generator.manual_seed(seed);
            }
        }
    }

    /// <summary>Whether LibTorch was built with CUDA and a device answers.</summary>
    public static bool cuda_is_available() => cuda.is_available();
}
