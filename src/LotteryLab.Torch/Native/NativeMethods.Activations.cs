using System.Runtime.InteropServices;

namespace LotteryLab.Torch.Native;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial int ll_normalized_activation(nint input, nint added, nint scale, nint shift, nint runningMean, nint runningVariance, double momentum, double epsilon, int rectified, out nint result);

    [LibraryImport(Library)]
    internal static partial int ll_largest_of_windows(nint input, long size, int rectified, int rowMajor, out nint result);
}
