using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.GemMiner;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>Rounds of freezing with given scores.</summary>
public sealed class FreezeRoundsCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "gem-miner" && golden.HasExpected("rounds");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var settings = golden.Params;
        var schedule = new FreezingSchedule(settings.GetProperty("target_percent").GetDouble() / 100, settings.GetProperty("epochs").GetInt64(), settings.GetProperty("period").GetInt64());
        GoldenAssert.Close(settings.GetProperty("rate").GetDouble(), schedule.Rate, golden.Tolerance, "rate");
        var names = golden.Parameters().Keys.ToArray();
        IReadOnlyList<BitMask> flags = [.. golden.Parameters().Values.Select(tensor => BitMask.Full(tensor.Values.Length))];
        foreach (var round in golden.Expected.GetProperty("rounds").EnumerateArray())
        {
            var given = GoldenCase.Tensors(round.GetProperty("scores"));
            float[][] scores = [.. names.Select(name => given[name].Floats)];
            var frozen = Freezing.Round(scores, flags, schedule.Rate, settings.GetProperty("invert").GetBoolean());
            Assert.Equal(round.GetProperty("active_before").GetInt64(), frozen.Active);
            Assert.Equal(round.GetProperty("to_freeze").GetInt64(), frozen.Quota);
            GoldenAssert.Close(round.GetProperty("threshold").GetSingle(), frozen.Threshold, golden.Tolerance, "threshold");
            Assert.Equal(round.GetProperty("active_after").GetInt64(), frozen.Left);
            flags = frozen.Flags;
            GoldenAssert.Masks(round.GetProperty("flags_after"), new MaskSet(names.Select((name, i) => KeyValuePair.Create(name, flags[i]))), "flags");
            VerifyForwardMask(golden, round.GetProperty("forward_mask_after"), given, flags);
        }
    }

    private static void VerifyForwardMask(GoldenCase golden, System.Text.Json.JsonElement expected, IReadOnlyDictionary<string, GoldenTensor> scores, IReadOnlyList<BitMask> flags)
    {
        using var state = GoldenNetwork.State(golden.Network(), golden.Parameters());
        using var learner = new GemMinerLearner(ScoredLayer.Of(state, (weight, _) => scores[weight.Name].ToTensor()), new GemMinerSettings(new FreezingSchedule(0.1, 21, 5), 0, false, false, false, false));
        learner.SetFlags(flags);
        learner.Settle();
        GoldenAssert.Masks(expected, learner.Masks(), "forward mask");
    }
}

/// <summary>Rounds, rates, epochs and counts of published settings.</summary>
public sealed class FreezingScheduleCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "gem-miner" && golden.HasExpected("rows");

    public void Verify(GoldenCase golden)
    {
        foreach (var row in golden.Expected.GetProperty("rows").EnumerateArray())
        {
            var epochs = row.GetProperty("epochs").GetInt64();
            var count = row.GetProperty("num_weights").GetInt64();
            var schedule = new FreezingSchedule(row.GetProperty("target_percent").GetDouble() / 100, epochs, row.GetProperty("period").GetInt64());
            Assert.Equal(row.GetProperty("rounds").GetInt64(), schedule.Rounds);
            GoldenAssert.Close(row.GetProperty("rate_per_round").GetDouble(), schedule.Rate, golden.Tolerance, "rate");
            long[] freezing = [.. Enumerable.Range(0, (int)epochs).Select(epoch => (long)epoch).Where(schedule.FreezesAfter)];
            Assert.Equal(row.GetProperty("freeze_after_epochs").EnumerateArray().Select(epoch => epoch.GetInt64()), freezing);
            Assert.Equal(schedule.Rounds, freezing.Length);
            Assert.True(schedule.IsLastAfter(freezing[^1]));
            long[] active = [.. schedule.ActiveAfterRounds(count)];
            Assert.Equal(row.GetProperty("active_after_each_round_without_ties").EnumerateArray().Select(left => left.GetInt64()), active);
            GoldenAssert.Close(row.GetProperty("final_percent").GetDouble(), 100.0 * active[^1] / count, golden.Tolerance, "final share");
        }
    }
}

/// <summary>The ticket with and without unflagging, and the first steps of its training.</summary>
public sealed class FineTuningCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "gem-miner" && golden.HasExpected("finetune_steps");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var definition = golden.Network();
        using var state = GoldenNetwork.State(definition, golden.Parameters());
        GoldenAssert.Masks(golden.Expected.GetProperty("masks_search_forward"), Ticket(golden, state, unflags: false, isFinished: false), "search");
        var bare = Ticket(golden, state, unflags: false, isFinished: true);
        var unflagged = Ticket(golden, state, unflags: true, isFinished: true);
        GoldenAssert.Masks(golden.Expected.GetProperty("masks_finetune_unflag_false"), bare, "ticket without unflagging");
        GoldenAssert.Masks(golden.Expected.GetProperty("masks_finetune_unflag_true"), unflagged, "ticket");
        GoldenAssert.Close(golden.Expected.GetProperty("percent_unflag_false").GetDouble(), 100 * bare.Density, golden.Tolerance, "share without unflagging");
        GoldenAssert.Close(golden.Expected.GetProperty("percent_unflag_true").GetDouble(), 100 * unflagged.Density, golden.Tolerance, "share");
        FineTune(golden, new Network(definition), state, unflagged);
    }

    private static MaskSet Ticket(GoldenCase golden, NetworkState state, bool unflags, bool isFinished)
    {
        var initial = golden.Params.GetProperty("initial");
        var scores = GoldenCase.Tensors(initial.GetProperty("scores"));
        var flags = GoldenCase.Masks(initial.GetProperty("flags"));
        using var learner = new GemMinerLearner(ScoredLayer.Of(state, (weight, _) => scores[weight.Name].ToTensor()), new GemMinerSettings(new FreezingSchedule(0.5, 10, 1), 0, false, unflags, false, false));
        learner.SetFlags([.. learner.Layers.Select(layer => flags[layer.Name])]);
        learner.Settle();
        if (isFinished)
        {
            learner.Finish();
        }

        return learner.Masks();
    }

    // The reference lets weight decay shrink masked weights that take no part; ours are zero. Everything that takes part must agree.
    private static void FineTune(GoldenCase golden, Network network, NetworkState state, MaskSet mask)
    {
        var settings = golden.Params.GetProperty("finetune");
        state.ApplyMask(mask);
        var parameters = state.Definition.Parameters.Select((parameter, i) => new Engine.Training.Optimizers.OptimizedParameter(parameter, state[i], mask.Find(parameter.Name))).ToArray();
        using var optimizer = new Engine.Training.Optimizers.Sgd().Create(
            new Engine.Training.Optimizers.SgdOptions { Momentum = settings.GetProperty("momentum").GetDouble(), WeightDecay = settings.GetProperty("weight_decay").GetDouble() },
            parameters);
        var steps = golden.Expected.GetProperty("finetune_steps");
        for (var step = 0; step < steps.GetArrayLength(); step++)
        {
            var (logits, loss) = BatchPass.Run(network, state, golden.Inputs.Part(step), BatchPass.Labels(golden.Root.GetProperty("labels"), step));
            GoldenAssert.Close(GoldenTensor.Read(steps[step].GetProperty("logits")), logits, golden.Tolerance, "logits");
            GoldenAssert.Close(steps[step].GetProperty("task_loss").GetDouble(), loss, golden.Tolerance, "loss");
            GoldenAssert.Close(steps[step].GetProperty("regularization_loss").GetDouble(), 0, golden.Tolerance, "regulariser");
            Kept(steps[step].GetProperty("grad"), name => state[name].grad!, "gradient");
            optimizer.Step(settings.GetProperty("lr").GetDouble());
            Kept(steps[step].GetProperty("after_step"), name => state[name], "weights");
            Kept(steps[step].GetProperty("optimizer_state").GetProperty("momentum_buffer"), name => optimizer.ExportState()[$"{name}/momentum"], "momentum");
        }

        void Kept(System.Text.Json.JsonElement expected, Func<string, Tensor> actual, string what)
        {
            foreach (var (name, tensor) in GoldenCase.Tensors(expected))
            {
                var values = GoldenAssert.Doubles(actual(name));
                int[] kept = [.. Enumerable.Range(0, values.Length).Where(i => mask[name][i])];
                GoldenAssert.Close([.. kept.Select(i => (double)tensor.Floats[i])], [.. kept.Select(i => values[i])], golden.Tolerance, $"{what} of {name}");
            }
        }
    }
}
