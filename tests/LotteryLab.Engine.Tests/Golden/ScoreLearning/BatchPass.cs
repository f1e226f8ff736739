using LotteryLab.Engine.Networks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>Forward and backward passes over batches that a case gives.</summary>
internal static class BatchPass
{
    /// <summary>Logits and loss in training mode; the state holds the gradients afterwards.</summary>
    public static (Tensor Logits, double Loss) Run(Network network, NetworkState state, GoldenTensor inputs, long[] labels)
    {
        for (var i = 0; i < state.Tensors.Length; i++)
        {
            state[i].grad = null;
            state[i].requires_grad = state.Definition.Parameters[i].IsTrainable;
        }

        var logits = network.Forward(inputs.ToTensor(), state, isTraining: true);
        var loss = nn.functional.cross_entropy(logits, tensor(labels));
        loss.backward();
        return (logits, loss.item<float>());
    }

    /// <summary>Labels of one step.</summary>
    public static long[] Labels(System.Text.Json.JsonElement steps, int step) => [.. steps[step].EnumerateArray().Select(label => label.GetInt64())];

    /// <summary>Compares named tensors; shapes may differ by sizes of 1 (a linear layer written as a 1x1 convolution).</summary>
    public static void Close(System.Text.Json.JsonElement expected, Func<string, Tensor> actual, double tolerance, string what)
    {
        var tensors = GoldenCase.Tensors(expected);
        Assert.NotEmpty(tensors);
        foreach (var (name, tensor) in tensors)
        {
            GoldenAssert.Close(tensor, actual(name).reshape([.. tensor.Shape]), tolerance, $"{what} of {name}");
        }
    }
}
