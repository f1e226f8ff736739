using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class TensorDatasetTests
{
    private const int Padding = 2;
    private static readonly ImageShape Shape = new(3, 5, 6);

    [Theory]
    [InlineData("standard")]
    [InlineData("none")]
    [InlineData("imagenet")]
    [InlineData("unit-norm")]
    public void Images_AnyNormalization_AreScaledAsDefined(string normalization)
    {
        using var scope = torch.NewDisposeScope();
        var raw = Raw();
        using var data = new TensorDataset(raw, Options() with { Normalization = normalization }, torch.CPU);

        for (var i = 0; i < data.TestCount; i++)
        {
            var expected = Reference(raw.TestImages, data.Splits.Test[i], data.Scaling);
            AssertClose(expected, Values(data.TestRange(i, 1)));
        }

        Assert.Equal([data.TestCount, 3, 5, 6], data.TestRange(0, data.TestCount).shape);
        Assert.Equal(data.Splits.Test.Select(index => (long)raw.TestLabels[index]), data.TestLabels.data<long>().ToArray());
    }

    [Fact]
    public void Images_StandardWithoutConstants_HaveMeanZeroAndDeviationOne()
    {
        using var scope = torch.NewDisposeScope();
        using var data = new TensorDataset(Raw(), Options(), torch.CPU);

        var images = data.TrainRange(0, data.TrainCount);
        Assert.Equal(0, images.mean().item<float>(), 4);
        Assert.Equal(1, images.square().mean().item<float>(), 3);
    }

    [Fact]
    public void TrainBatch_StoredAsBytes_EqualsStoredAsFloats()
    {
        using var scope = torch.NewDisposeScope();
        var options = Options() with { Augmentation = "flip-crop", CropPadding = Padding };
        using var floats = new TensorDataset(Raw(), options, torch.CPU, floatStorageLimitBytes: long.MaxValue);
        using var bytes = new TensorDataset(Raw(), options, torch.CPU);
        long[] indices = [3, 0, 11, 3];

        Assert.True(bytes.IsStoredAsBytes && !floats.IsStoredAsBytes);
        Assert.Equal(Values(floats.TrainBatch(indices, 9).Images), Values(bytes.TrainBatch(indices, 9).Images));
        Assert.Equal(Values(floats.TrainRange(0, 16)), Values(bytes.TrainRange(0, 16)));
        Assert.Equal(Values(floats.TrainRange(2, 5)), Values(bytes.TrainRange(2, 5)));
        Assert.True(bytes.Bytes < floats.Bytes);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("none")]
    [InlineData("imagenet")]
    [InlineData("unit-norm")]
    public void Ranges_StoredAsBytes_HaveTheBitsOfFloats(string normalization)
    {
        using var scope = torch.NewDisposeScope();
        var options = Options() with { Normalization = normalization };
        using var floats = new TensorDataset(Raw(), options, torch.CPU, floatStorageLimitBytes: long.MaxValue);
        using var bytes = new TensorDataset(Raw(), options, torch.CPU, floatStorageLimitBytes: 0);

        // Scaling to unit length needs the whole image: there training images are scaled as on accelerators, the others are floats.
        Assert.True(bytes.IsStoredAsBytes && !floats.IsStoredAsBytes);
        Assert.Equal(normalization != "unit-norm", bytes.IsGatheredInPlace);
        foreach (var (expected, actual) in new (Func<long, long, torch.Tensor>, Func<long, long, torch.Tensor>)[]
        {
            (floats.TrainRange, bytes.TrainRange), (floats.ValidationRange, bytes.ValidationRange), (floats.TestRange, bytes.TestRange),
        })
        {
            Assert.Equal(Bits(expected(0, 4)), Bits(actual(0, 4)));
            Assert.Equal(Bits(expected(1, 3)), Bits(actual(1, 3)));
            Assert.Equal(0, actual(2, 0).shape[0]);
        }
    }

    [Fact]
    public void Bytes_StoredAsBytes_CountTheTrainingPixelsOnce()
    {
        using var data = new TensorDataset(Raw(), Options(), torch.CPU);

        // 20 images for training and validation and 6 for testing; a place of 4 bytes for each, a label of 8, and training labels once more as a tensor.
        Assert.Equal(((20 + 6) * (90 + 4 + 8)) + (16 * 8), data.Bytes);
    }

    [Fact]
    public void ValidationRange_WithoutValidationImages_IsRefused()
    {
        using var data = new TensorDataset(Raw(), Options() with { Validation = 0 }, torch.CPU);
        Assert.Throws<InvalidOperationException>(() => data.ValidationRange(0, 1));
    }

    [Fact]
    public void TrainBatch_IntoABuffer_EqualsABatchOfItsOwn()
    {
        using var scope = torch.NewDisposeScope();
        using var data = new TensorDataset(Raw(), Options(), torch.CPU);
        using var buffer = new BatchBuffer(data.Shape);
        var first = data.TrainBatch([3, 0, 11], 9, buffer);
        Assert.Equal(Values(data.TrainBatch([3L, 0, 11], 9).Images), Values(first.Images));
        var second = data.TrainBatch([4, 4, 1], 9, buffer);
        Assert.Same(first.Images, second.Images);
        Assert.Equal(Values(data.TrainBatch([4L, 4, 1], 9).Images), Values(second.Images));
        Assert.Equal(data.TrainBatch([4L, 4, 1], 9).Labels.data<long>().ToArray(), second.Labels.data<long>().ToArray());
        Assert.Equal(2, data.TrainBatch([5, 6], 9, buffer).Images.shape[0]);
    }

    [Fact]
    public void Images_OfASmallSubset_AreTheSameAsOfTheWhole()
    {
        using var scope = torch.NewDisposeScope();
        var options = Options() with { Normalization = "none" };
        using var whole = new TensorDataset(Raw(), options, torch.CPU);
        using var small = new TensorDataset(Raw(), options with { TrainSubset = 2 }, torch.CPU);
        Assert.Equal(Values(whole.TrainRange(0, 2)), Values(small.TrainRange(0, 2)));
        Assert.True(small.Bytes < whole.Bytes);
    }

    [Fact]
    public void Images_OfUnitLength_AreKeptAsFloats()
    {
        using var data = new TensorDataset(Raw(), Options() with { Normalization = "unit-norm" }, torch.CPU);
        Assert.False(data.IsStoredAsBytes);
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("crop")]
    [InlineData("flip-crop")]
    public void TrainBatch_Augmented_EqualsThePerImageReference(string augmentation)
    {
        using var scope = torch.NewDisposeScope();
        var raw = Raw();
        using var data = new TensorDataset(raw, Options() with { Augmentation = augmentation, CropPadding = Padding }, torch.CPU);
        var indices = Enumerable.Range(0, data.TrainCount).Select(i => (long)i).ToArray();

        var (images, labels) = data.TrainBatch(indices, 77);

        var padding = augmentation == "flip" ? 0 : Padding;
        for (var i = 0; i < indices.Length; i++)
        {
            var (flip, down, right) = BatchAugmentation.Draw(77, i, augmentation != "crop", padding);
            var expected = Reference(Augment(raw.TrainImages, data.Splits.Train[i], flip, down - padding, right - padding), 0, data.Scaling);
            AssertClose(expected, Values(images.narrow(0, i, 1)));
        }

        Assert.Equal(data.TrainLabels.data<long>().ToArray(), labels.data<long>().ToArray());
    }

    [Fact]
    public void TrainBatch_SeedDecidesTheChanges()
    {
        using var scope = torch.NewDisposeScope();
        using var data = new TensorDataset(Raw(), Options() with { Augmentation = "flip-crop" }, torch.CPU);
        long[] indices = [0, 1, 2, 3, 4, 5];

        Assert.Equal(Values(data.TrainBatch(indices, 1).Images), Values(data.TrainBatch(indices, 1).Images));
        Assert.NotEqual(Values(data.TrainBatch(indices, 1).Images), Values(data.TrainBatch(indices, 2).Images));
    }

    [Fact]
    public void Order_IsAPermutationThatChangesWithTheEpoch()
    {
        using var data = new TensorDataset(Raw(), Options(), torch.CPU);
        var first = TensorDataset.Order(5, 0, data.TrainCount);

        Assert.Equal(Enumerable.Range(0, data.TrainCount).Select(i => (long)i), first.Order());
        Assert.NotEqual(first, TensorDataset.Order(5, 1, data.TrainCount));
        Assert.Equal(first, TensorDataset.Order(5, 0, data.TrainCount));
    }

    [Fact]
    public void Constructor_InsideADisposeScope_OutlivesIt()
    {
        TensorDataset data;
        using (torch.NewDisposeScope())
        {
            data = new TensorDataset(Raw(), Options() with { Augmentation = "crop" }, torch.CPU);
        }

        using (data)
        using (torch.NewDisposeScope())
        {
            Assert.Equal(4, data.TrainBatch([0, 1, 2, 3], 0).Images.shape[0]);
            Assert.Equal(4, data.ValidationCount);
        }
    }

    internal static RawDataset Raw()
    {
        byte[] Bytes(int count, int factor) => [.. Enumerable.Range(0, count).Select(i => (byte)((i * factor) + (i / 7)))];
        var facts = new DatasetFacts(Shape, 10, 20, 6, "test");
        return new RawDataset(facts, Bytes(20 * 90, 37), [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 10))], Bytes(6 * 90, 53), [5, 4, 3, 2, 1, 0], ["a"]);
    }

    internal static DatasetOptions Options() => new() { Validation = 4 };

    private static byte[] Augment(byte[] images, int image, bool flip, int down, int right)
    {
        var result = new byte[Shape.Count];
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < 5; y++)
            {
                for (var x = 0; x < 6; x++)
                {
                    var (row, column) = (y + down, x + right);
                    if (row is >= 0 and < 5 && column is >= 0 and < 6)
                    {
                        result[(c * 30) + (y * 6) + x] = images[(image * 90) + (c * 30) + (row * 6) + (flip ? 5 - column : column)];
                    }
                }
            }
        }

        return result;
    }

    private static float[] Reference(byte[] images, int image, ChannelScaling scaling)
    {
        var pixels = images.AsSpan(image * 90, 90).ToArray().Select(value => value / 255.0).ToArray();
        var length = Math.Sqrt(pixels.Sum(value => value * value));
        return [.. pixels.Select((value, i) => (float)(scaling.UnitNorm ? value / length : (value - scaling.Mean[i / 30]) / scaling.Deviation[i / 30]))];
    }

    private static float[] Values(torch.Tensor tensor)
    {
        using var flat = tensor.contiguous();
        return flat.data<float>().ToArray();
    }

    private static int[] Bits(torch.Tensor tensor) => Array.ConvertAll(Values(tensor), BitConverter.SingleToInt32Bits);

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }
}
