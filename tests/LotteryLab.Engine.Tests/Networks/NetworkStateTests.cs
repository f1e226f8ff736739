using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Networks;

public sealed class NetworkStateTests
{
    private static NetworkDefinition Small => KnownArchitectures.Find("resnet-cifar").Build(new AnyDepthResNetOptions { Depth = 8, WidthFactor = 0.25 }, new ImageShape(3, 8, 8), 10);

    [Fact]
    public void SaveAndLoad_GiveTheSameBits()
    {
        using var state = Initializer.Draw(Small, new CifarResNetOptions(), 7);
        using var stream = new MemoryStream();
        state.Save(stream);
        using var again = new MemoryStream();
        state.Save(again);
        Assert.Equal(stream.ToArray(), again.ToArray());

        stream.Position = 0;
        using var loaded = NetworkState.Load(stream, Small);
        for (var i = 0; i < state.Tensors.Length; i++)
        {
            Assert.Equal(state.ReadFloats(i), loaded.ReadFloats(i));
        }
    }

    [Fact]
    public void Load_ForAnotherNetwork_IsRefused()
    {
        using var state = Initializer.Draw(Small, new CifarResNetOptions(), 7);
        using var stream = new MemoryStream();
        state.Save(stream);
        stream.Position = 0;
        var other = KnownArchitectures.Find("mlp").Build(new MlpOptions(), new ImageShape(3, 8, 8), 10);
        Assert.Equal("state.mismatch", Assert.Throws<LotteryLabException>(() => NetworkState.Load(stream, other)).Code);
    }

    [Fact]
    public void Clone_SharesNothing()
    {
        using var state = Initializer.Draw(Small, new CifarResNetOptions(), 7);
        using var copy = state.Clone();
        copy[0].mul_(0);
        Assert.NotEqual(state.ReadFloats(0), copy.ReadFloats(0));
        copy.CopyFrom(state);
        Assert.Equal(state.ReadFloats(0), copy.ReadFloats(0));
    }

    [Fact]
    public void ApplyMask_ZeroesMaskedWeightsAndNothingElse()
    {
        using var state = Initializer.Draw(Small, new CifarResNetOptions(), 7);
        using var before = state.Clone();
        var masks = new MaskSet(PrunableRule.FullMasks(Small).Entries.Select(entry => KeyValuePair.Create(entry.Key, BitMask.From(entry.Value.Count, i => i % 2 == 0))));
        state.ApplyMask(masks);
        foreach (var parameter in Small.Parameters)
        {
            var mask = masks.Find(parameter.Name);
            Assert.Equal(before.ReadFloats(parameter.Name).Select((value, i) => mask is null || mask[i] ? value : 0), state.ReadFloats(parameter.Name));
        }

        Assert.All(masks.Entries, entry => Assert.Equal(entry.Value, MaskTensors.FromTensor(MaskTensors.ToTensor(entry.Value, state[entry.Key]))));
    }

    [Theory]
    [InlineData(ScalarType.Float32, SafetensorsType.F32)]
    [InlineData(ScalarType.Float64, SafetensorsType.F64)]
    [InlineData(ScalarType.Int64, SafetensorsType.I64)]
    [InlineData(ScalarType.BFloat16, SafetensorsType.BF16)]
    [InlineData(ScalarType.Byte, SafetensorsType.U8)]
    public void Entry_OfEveryType_RoundTrips(ScalarType type, SafetensorsType stored)
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.tensor(new float[] { 1, 2, 3, 250 }, 2, 2).to(type);
        var entry = TensorBytes.ToEntry("t", tensor);
        Assert.Equal(stored, entry.Type);
        var back = TensorBytes.ToTensor(entry);
        Assert.Equal(type, back.dtype);
        Assert.Equal(new float[] { 1, 2, 3, 250 }, back.to(ScalarType.Float32).data<float>().ToArray());
    }
}
