
namespace LotteryLab.Engine.Randomness;

/// <summary>
/// Random numbers as a pure function of (seed, position): SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), whose state is a counter. The same on every
/// machine and every tensor provider, cheap to start anywhere, and not for secrets.
/// </summary>
/// <param name="seed">Any number; nearby seeds give unrelated streams.</param>
/// <param name="position">Numbers of the stream that are skipped.</param>
public struct CounterRandom(long seed, long position = 0)
{
    private const ulong Step = 0x9E3779B97F4A7C15UL;

    // The seed is mixed first: two streams whose seeds differ by a multiple of Step would otherwise be shifted copies of each other.
    private ulong state = unchecked(Mix((ulong)seed ^ 0x5851F42D4C957F2DUL) + ((ulong)position * Step));

    /// <summary>Seed of stream number <paramref name="index"/> below <paramref name="parent"/>, for example one per image.</summary>
    public static long Fork(long parent, long index) =>
        (long)(Mix(unchecked(Mix((ulong)parent + Step) + ((ulong)(index + 1) * Step))) & long.MaxValue);

    /// <summary>Numbers 0 to count - 1 in random order (Fisher-Yates, from the end).</summary>
    public static int[] Permutation(long seed, int count)
    {
        var order = new int[count];
        Permutation(seed, order);
        return order;
    }

    /// <summary>As above, into memory that is there.</summary>
    public static void Permutation(long seed, Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        new CounterRandom(seed).Shuffle(order);
    }

    /// <summary>Next 64 random bits.</summary>
    public ulong NextBits()
    {
        state = unchecked(state + Step);
        return Mix(state);
    }

    /// <summary>Uniform in [0, bound), without bias (Lemire's multiplication with rejection).</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (uint)bound;
        while (true)
        {
            var product = (NextBits() >> 32) * range;
            var low = (uint)product;
            if (low >= range || low >= unchecked(0u - range) % range)
            {
                return (int)(product >> 32);
            }
        }
    }

    /// <summary>Uniform in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>
    /// Nearly normal, mean 0 and deviation 1: the sum of four uniforms. Box-Muller would need a logarithm and a cosine, which differ between platforms in the last bit.
    /// </summary>
    public double NextBell()
    {
        var bits = NextBits();
        var sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
        return (sum - 131070) * (1.7320508075688772 / 65536);
    }

    /// <summary>Random order in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EBUL);
        return value ^ (value >> 31);
    }
}
