using System.Runtime.InteropServices;

namespace LotteryLab.Engine.Runtime;

/// <summary>
/// How the C library hands out the memory of CPU tensors. By default it gives large blocks back to the operating system as soon as they
/// are free and takes them anew a moment later; a training step frees and takes the same sizes all the time, and clearing those pages
/// costs convolutional networks a quarter of their time. Keeping freed memory changes no result.
/// </summary>
public static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int LargestFast = 1;
    private const int MaximumMappings = -4;
    private const int MaximumArenas = -8;
    private const int GrowthBytes = 64 << 20;

    /// <summary>
    /// Lets the process keep what it frees. For programs that train; call it once, before the first tensor. Does nothing where the C
    /// library is not glibc.
    /// </summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            // One heap for all threads: the heaps of other threads are cut into pieces of 64 MB and given back piece by piece.
            _ = SetOption(MaximumArenas, 1);
            _ = SetOption(MaximumMappings, 0);
            // Every large allocation first puts the small pieces of these lists together, and a training step makes dozens.
            _ = SetOption(LargestFast, 0);
            _ = SetOption(TrimThreshold, int.MaxValue);
            _ = SetOption(TopPad, GrowthBytes);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library (musl): it has no such options, and its own ways.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
