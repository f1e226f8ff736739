using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Golden.Loop;

/// <summary>Optimizers as cases write them, and what cases call their state.</summary>
internal static class GoldenOptimizers
{
    private static readonly (string File, string Ours)[] States = [("momentum_buffer", "momentum"), ("exp_avg", "first-moment"), ("exp_avg_sq", "second-moment")];

    /// <summary>Reads <c>lr</c>, <c>momentum</c>, <c>nesterov_momentum</c>, <c>weight_decay</c>, <c>adam_betas</c> and <c>adam_eps</c>, as far as they are there.</summary>
    /// <param name="settings">Where they stand.</param>
    /// <param name="name">Member that names the optimizer.</param>
    /// <param name="isComplete">Whether momentum and weight decay are always named.</param>
    public static ComponentSpec Read(GoldenNode settings, string name, bool isComplete = false)
    {
        double Number(string member) => (isComplete ? settings[member].OrNull() : settings.Find(member))?.Number() ?? 0;
        var rate = settings["lr"].Number();
        var (momentum, decay) = (Number("momentum"), Number("weight_decay"));
        var nesterov = settings.Find("nesterov_momentum")?.Number() ?? 0;
        var betas = settings.Find("adam_betas")?.Numbers();
        var epsilon = settings.Find("adam_eps")?.Number();
        if (settings[name].Word("sgd", "adam") == "adam")
        {
            GoldenCase.Require(momentum == 0 && nesterov == 0, $"{settings.Path}: adam has no momentum");
            GoldenCase.Require(betas is null or { Length: 2 }, $"{settings.Path}.adam_betas are not two");
            return new ComponentSpec("adam", new AdamOptions { LearningRate = rate, WeightDecay = decay, Beta1 = betas?[0] ?? 0.9, Beta2 = betas?[1] ?? 0.999, Epsilon = epsilon ?? 1e-8 });
        }

        GoldenCase.Require(betas is null && epsilon is null, $"{settings.Path}: sgd has no adam_betas and no adam_eps");
        GoldenCase.Require(momentum == 0 || nesterov == 0, $"{settings.Path}: there is a momentum and Nesterov's form of it");
        return new ComponentSpec("sgd", new SgdOptions { LearningRate = rate, Momentum = momentum + nesterov, Nesterov = nesterov > 0, WeightDecay = decay });
    }

    /// <summary>The same rate at every step.</summary>
    public static ILearningRateSchedule Constant(double rate) => new ConstantSchedule().Resolve(new ConstantOptions(), rate, 1, 1);

    /// <summary>Compares <c>optimizer_state</c>: all that this optimizer keeps, for exactly these tensors.</summary>
    public static void CloseState(GoldenNode expected, ComponentSpec optimizer, Observations seen, string place, IEnumerable<string> names, double tolerance)
    {
        string[] kept = optimizer.Options switch
        {
            AdamOptions => ["exp_avg", "exp_avg_sq"],
            SgdOptions { Momentum: > 0 } => ["momentum_buffer"],
            _ => [],
        };
        foreach (var (file, node) in expected.Exactly(kept))
        {
            var ours = Array.Find(States, pair => pair.File == file).Ours;
            foreach (var (name, tensor) in node.Exactly(names))
            {
                seen.Close(tensor, $"{place}/{name}/{ours}", tolerance);
            }
        }
    }
}
