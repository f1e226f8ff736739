using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.GemMiner;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>Rounds of freezing with given scores, by the learner that a search has.</summary>
public sealed class FreezeRoundsCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["gem-miner"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("rounds");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        using var scope = torch.NewDisposeScope();
        var settings = golden.Params;
        var network = GoldenNetwork.Read(golden);
        network.DeclareValues(_ => true, "scores are frozen without a look at the weights");
        var schedule = new FreezingSchedule(settings["target_percent"].Number() / 100, settings["epochs"].Whole(), settings["period"].Whole());
        settings["rate"].Close(schedule.Rate, golden.Tolerance);
        settings["total_weights"].Equal(network.Weights.Values.Sum(weight => weight.Values.LongLength));
        var isInverted = settings["invert"].Flag();
        if (new FreezingSchedule(schedule.Density, schedule.Epochs + 1, schedule.Period).Rounds == schedule.Rounds)
        {
            settings["epochs"].Declare("with one epoch more there are as many rounds");
        }

        var rounds = golden.Expected["rounds"].Items();
        GoldenAssert.Same(schedule.Rounds, rounds.Count, "number of rounds");
        using var state = network.State();
        using var learner = new GemMinerLearner(ScoredLayer.Of(state, (_, weights) => weights), new GemMinerSettings(schedule, Lambda: 0, IsAbsolute: false, Unflags: false, IsExact: false, isInverted));
        learner.Use(new Sgd(), new SgdOptions());
        for (var i = 0; i < rounds.Count; i++)
        {
            Verify(golden, network, learner, schedule, rounds[i], (i + 1) * schedule.Period, isInverted);
        }
    }

    private static void Verify(GoldenCase golden, GoldenNetwork network, GemMinerLearner learner, FreezingSchedule schedule, GoldenNode round, long epoch, bool isInverted)
    {
        var scores = round["scores"].Tensors(network.Weights);
        foreach (var layer in learner.Layers)
        {
            layer.Score.copy_(scores[layer.Name].ToTensor());
        }

        learner.Settle();
        BitMask[] before = [.. learner.Flags.Entries.Select(entry => entry.Value)];
        for (var i = 0; i < before.Length; i++)
        {
            // What is frozen stays frozen, and what it scores matters no more.
            var flags = before[i];
            round["scores"][learner.Layers[i].Name]["values"].Declare("a frozen score decides nothing", position => !flags[position]);
        }

        var frozen = Freezing.Round([.. learner.Layers.Select(layer => layer.ReadScores())], before, schedule.Rate, isInverted);
        round["active_before"].Equal(frozen.Active);
        round["to_freeze"].Equal(frozen.Quota);
        GoldenAssert.Close((float)round["threshold"].Number(), frozen.Threshold, golden.Tolerance, round["threshold"].Path);
        round["active_after"].Equal(frozen.Left);
        GoldenCase.Require(schedule.FreezesAfter(epoch), $"no round follows epoch {epoch}");
        learner.EndEpoch(epoch, _ => { });
        round["flags_after"].Equal(learner.Flags, network.Weights);
        round["forward_mask_after"].Equal(learner.Masks(), network.Weights);
    }
}
