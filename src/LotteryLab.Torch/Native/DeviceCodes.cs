using TorchSharp;

namespace LotteryLab.Torch.Native;

/// <summary>Device numbers: TorchSharp's enumeration and LibTorch's differ for some devices.</summary>
internal static class DeviceCodes
{
    internal static int ToNative(DeviceType type) => type switch
    {
        DeviceType.CPU => 0,
        DeviceType.CUDA => 1,
        DeviceType.MPS => 13,
        DeviceType.META => 14,
        _ => (int)type,
    };

    internal static DeviceType FromNative(int code) => code switch
    {
        13 => DeviceType.MPS,
        14 => DeviceType.META,
        _ => (DeviceType)code,
    };
}
