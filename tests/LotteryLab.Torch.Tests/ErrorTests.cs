using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class ErrorTests : ScopedTest
{
    [Fact]
    public void WrongShapes_GiveLibTorchsSentenceAndNoStack()
    {
        var failure = Assert.ThrowsAny<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", failure.Message);
    }

    [Fact]
    public void Failure_LeavesNothingBehind()
    {
        var before = CurrentDisposeScope!.DisposablesCount;
        var x = ones(2, 3);
        Assert.ThrowsAny<ExternalException>(() => x.view(5));
        Assert.ThrowsAny<ExternalException>(() => x.index_select(0, tensor(new long[] { 9 })));
        Assert.Equal(before + 2, CurrentDisposeScope!.DisposablesCount);
        Assert.Equal(6, x.sum().ToSingle());
    }

    [Fact]
    public async Task ErrorsOfTwoThreads_StayApart()
    {
        static string Message(long size)
        {
            using var scope = NewDisposeScope();
            var x = ones(size);
            var messages = Enumerable.Range(0, 200).Select(_ => Assert.ThrowsAny<ExternalException>(() => x.view(7)).Message).Distinct();
            return Assert.Single(messages);
        }

        var both = await Task.WhenAll(Task.Run(() => Message(2)), Task.Run(() => Message(3)));
        Assert.Contains("size 2", both[0]);
        Assert.Contains("size 3", both[1]);
    }

    [Fact]
    public void NonLeaf_GradientSwitchedOff_SaysWhy()
    {
        var y = ones([1], requires_grad: true) * 2;
        Assert.Contains("leaf", Assert.Throws<TorchException>(() => y.requires_grad = false).Message);
    }
}
