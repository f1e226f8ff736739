using LotteryLab.Engine.Masks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>A tensor of a case file: shape and values in row-major order. Float32 values are written so that they read back exactly.</summary>
public sealed record GoldenTensor(IReadOnlyList<long> Shape, double[] Values)
{
    public float[] Floats => Array.ConvertAll(Values, value => (float)value);

    public BitMask Mask => BitMask.From(Values.Length, i => Values[i] != 0);

    /// <summary>A new float32 tensor on the CPU.</summary>
    public torch.Tensor ToTensor() => torch.tensor(Floats, [.. Shape]);

    /// <summary>A new float64 tensor on the CPU.</summary>
    public torch.Tensor ToDoubleTensor() => torch.tensor(Values, [.. Shape]);

    /// <summary>Part of the first dimension, for inputs written as [step, batch, ...].</summary>
    public GoldenTensor Part(int index)
    {
        var length = Values.Length / (int)Shape[0];
        return new GoldenTensor([.. Shape.Skip(1)], Values[(index * length)..((index + 1) * length)]);
    }
}
