using System.Runtime.InteropServices;

namespace LotteryLab.Torch.Native;

/// <summary>What is known of a tensor without touching its data, laid out as <c>Info</c> in shim.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TensorInfo
{
    public long Count;
    public long ElementSize;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public int Dimensions;
}
