using BenchmarkDotNet.Attributes;
using LotteryLab.Engine.Masks;

namespace LotteryLab.MicroBench;

/// <summary>The mask of the first layer of LeNet-300-100: 235,200 weights.</summary>
public class MaskPacking
{
    private const int Count = 784 * 300;
    private float[] floats = [];
    private BitMask mask = BitMask.Full(0);

    [GlobalSetup]
    public void Setup()
    {
        mask = Masks.Random(Count, 0.2);
        floats = mask.ToFloats();
    }

    /// <summary>Floats to bits.</summary>
    [Benchmark]
    public BitMask Pack() => BitMask.FromFloats(floats);

    /// <summary>Bits to floats.</summary>
    [Benchmark]
    public float[] Unpack() => mask.ToFloats();

    /// <summary>A copy of the words, and the number of bits in them.</summary>
    [Benchmark]
    public long PopCount() => BitMask.FromWords(mask.Words, Count).Kept;
}
