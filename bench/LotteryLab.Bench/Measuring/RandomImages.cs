using System.Globalization;
using LotteryLab.Bench.Cases;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using TorchSharp;

namespace LotteryLab.Bench.Measuring;

/// <summary>Images of noise: what they show does not change how long a dense step takes.</summary>
internal static class RandomImages
{
    /// <summary>The data of a workload, with that many test images, on the CPU unless another device is named.</summary>
    public static TensorDataset Of(Workload workload, int testImages, torch.Device? device = null)
    {
        var random = new Random(1);
        var facts = new DatasetFacts(workload.Image, Workload.Classes, workload.Images, testImages, "random");
        var raw = new RawDataset(facts, Images(workload.Images), Labels(workload.Images), Images(testImages), Labels(testImages), [.. Enumerable.Range(0, Workload.Classes).Select(label => label.ToString(CultureInfo.InvariantCulture))]);
        return new TensorDataset(raw, new DatasetOptions { Validation = 0, Normalization = "none" }, device ?? torch.CPU);

        byte[] Images(int count)
        {
            var pixels = new byte[count * workload.Image.Count];
            random.NextBytes(pixels);
            return pixels;
        }

        byte[] Labels(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(Workload.Classes))];
    }
}
