using LotteryLab.Torch.Native;

namespace LotteryLab.Torch;

/// <summary>Bytes replaced by the floats that a table of 256 has for them, in registers of processors with AVX-512 VBMI.</summary>
public static unsafe class ByteLookup
{
    /// <summary>Bytes of a table: four for each of the 256 values.</summary>
    public const int TableBytes = 4 * 256;

    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported { get; } = NativeMethods.ll_looks_up() != 0;

    /// <summary>Writes what the values become, 64 at a time; the last few are left to the caller.</summary>
    /// <param name="values">What to look up.</param>
    /// <param name="planes">All first bytes of the floats, then all second ones, and so on: <see cref="TableBytes"/>.</param>
    /// <param name="into">At least as many floats as there are values.</param>
    /// <returns>How many values were looked up.</returns>
    /// <exception cref="ArgumentException">The table or the target is too short.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor lacks the instructions.</exception>
    public static int LookUp(ReadOnlySpan<byte> values, ReadOnlySpan<byte> planes, Span<float> into)
    {
        if (planes.Length < TableBytes || into.Length < values.Length)
        {
            throw new ArgumentException($"Looking {values.Length} values up takes a table of {TableBytes} bytes and as many floats, not {planes.Length} and {into.Length}.");
        }

        if (!IsSupported)
        {
            throw new PlatformNotSupportedException("This processor cannot look bytes up in registers: look at IsSupported first.");
        }

        fixed (byte* from = values, table = planes)
        fixed (float* to = into)
        {
            return (int)NativeMethods.ll_look_up(from, values.Length, table, to);
        }
    }
}
