using TorchSharp;
using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class CreationTests : ScopedTest
{
    [Fact]
    public void Tensor_FromEachElementType_KeepsTypeAndValues()
    {
        Assert.Equal(ScalarType.Float32, tensor(new float[] { 1 }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new double[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new long[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int16, tensor(new short[] { 1 }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int8, tensor(new sbyte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true }).dtype);
        Assert.Equal([2, 2], tensor(new double[] { 1, 2, 3, 4 }, [2, 2]).shape);
        Assert.Equal([2, 1], tensor(new float[,] { { 1 }, { 2 } }).shape);
        Assert.Equal([1, 2, 1], tensor(new List<float> { 1, 2 }, 1, 2, 1).shape);
        Assert.Equal(ScalarType.Float64, tensor(new float[] { 1 }, dtype: float64).dtype);
        Assert.True(tensor(new float[] { 1 }, requires_grad: true).requires_grad);
        Assert.Empty(tensor(3.5f).shape);
        Assert.Equal(3.5, tensor(3.5).item<double>());
        Assert.Equal([2, 2], from_array(new[,] { { 1L, 2L }, { 3L, 4L } }).shape);
        Assert.Equal(0, tensor(Array.Empty<float>()).numel());
    }

    [Fact]
    public void Tensor_ShapeThatDoesNotFit_SaysSo()
    {
        var failure = Assert.Throws<TorchException>(() => tensor(new float[] { 1, 2, 3 }, 2, 2));
        Assert.Contains("shape needs 4 elements", failure.Message);
    }

    [Fact]
    public void Factories_GiveShapeTypeAndValues()
    {
        Near(zeros(2), 0, 0);
        Near(ones(1, 2), 1, 1);
        Near(full([2], 1.5), 1.5f, 1.5f);
        Assert.Equal(ScalarType.Int64, full([2], 1).dtype);
        Assert.Equal([1, 2, 3, 4], empty(1, 2, 3, 4).shape);
        Near(eye(2), 1, 0, 0, 1);
        Assert.Equal([0, 1, 2], arange(3).Longs());
        Near(arange(0, 1, 0.5), 0, 0.5f);
        Near(linspace(0, 1, 3), 0, 0.5f, 1);
        Near(zeros_like(ones(2)), 0, 0);
        Near(ones(2).full_like(3), 3, 3);
        Assert.Equal(ScalarType.Float64, ones_like(zeros(2), float64).dtype);
        Assert.Equal(ScalarType.BFloat16, zeros(2, dtype: bfloat16).dtype);
        Assert.Equal([0, 1, 2, 3], randperm(4).sort().Values.Longs());
    }

    [Fact]
    public void Conversions_ChangeTypeAndKeepValues()
    {
        var x = tensor(new float[] { 0, 1.5f, -2 });
        Assert.Equal([0L, 1, -2], x.to_type(ScalarType.Int64).Longs());
        Assert.Equal([false, true, true], x.@bool().Truths());
        Assert.Equal([0d, 1.5, -2], x.@double().data<double>().ToArray());
        Assert.Equal([0, 1, -2], x.to(int32).data<int>().ToArray());
        Near(x.half().@float(), 0, 1.5f, -2);
        Near(x.bfloat16().to(float32, CPU), 0, 1.5f, -2);
        Near(x.@double().to(x), 0, 1.5f, -2);
        Assert.Equal([0, 1, 254], x.@short().@byte().data<byte>().ToArray());
        Assert.Equal(ScalarType.Float32, x.to("cpu").dtype);
    }

    [Fact]
    public void Item_WrongTypeOrCount_SaysSo()
    {
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => zeros(1).item<double>()).Message);
        Assert.Equal(2, tensor(2.9).ToInt32());
        Assert.Equal(2.5, (double)tensor(2.5f));
        Assert.True(tensor(1L).ToBoolean());
    }

    [Fact]
    public void Bytes_OfContiguousTensor_AreItsMemory()
    {
        var x = zeros(2, 2);
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(x.bytes)[3] = 7;
        Near(x, 0, 0, 0, 7);
        Assert.Throws<InvalidOperationException>(() => x.t().bytes.Length);
        x.t().data<float>()[0, 1] = 5;
        Near(x, 0, 0, 5, 7);
    }

    [Fact]
    public void Properties_DescribeTheTensor()
    {
        var x = zeros(2, 3);
        Assert.Equal("[2x3], type = Float32, device = cpu", x.ToString());
        Assert.Equal(2, x.ndim);
        Assert.Equal(6, x.numel());
        Assert.Equal(4, x.element_size());
        Assert.Equal(DeviceType.CPU, x.device_type);
        Assert.True(x.is_leaf);
        Assert.False(x.requires_grad);
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Throws<ArgumentException>(() => device("nonsense"));
    }
}
