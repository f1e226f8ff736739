using System.Globalization;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Methods;

/// <summary>Iterative magnitude pruning with rewinding, and the variants that the literature compares it with (card 01).</summary>
public sealed class ImpMethod : PruningMethod<ImpOptions>, ISpecCheck
{
    private const string Rewind = "rewind";
    private const string LearningRateRewinding = "learning-rate-rewinding";
    private const string FineTuning = "fine-tuning";
    private const string LowRateRewinding = "low-rate-rewinding";
    private const string Continued = "continued";

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "imp",
        "Iterative magnitude pruning",
        "Train the network, prune the smallest weights, put the survivors back to their values at the rewinding point, and repeat. The sparse networks found this way (winning tickets) train alone to the accuracy of the dense network, while the same mask with fresh weights does not.")
    {
        Papers =
        [
            new("Frankle and Carbin, The Lottery Ticket Hypothesis, ICLR 2019", "https://arxiv.org/abs/1803.03635"),
            new("Frankle, Dziugaite, Roy and Carbin, Linear Mode Connectivity and the Lottery Ticket Hypothesis, ICML 2020", "https://arxiv.org/abs/1912.05671"),
            new("Renda, Frankle and Carbin, Comparing Rewinding and Fine-tuning in Neural Network Pruning, ICLR 2020", "https://arxiv.org/abs/2003.02389"),
        ],
        KnownFailures =
        [
            "On residual and VGG networks with a learning rate of 0.1 and no rewinding (k = 0) it finds no winning tickets; rewind to a few hundred or thousand iterations, lower the rate, or warm up.",
            "The two reference rules remove one weight more than the nominal quota and every tie with it; exact_k does not.",
            "Masks save no time on dense hardware; theoretical and measured cost are different things.",
        ],
    };

    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options)
    {
        var imp = (ImpOptions)options;
        if (imp.TargetDensities.Count > 0 && imp.Rule is ("layerwise" or "sparse_global"))
        {
            yield return new SpecProblem("method.targetDensities", string.Join(", ", imp.TargetDensities), $"The rule {imp.Rule} prunes a share per round and cannot aim at densities.", "leave it out, or use the rule to_global_density or exact_k");
        }

        for (var i = 1; i < imp.TargetDensities.Count; i++)
        {
            if (imp.TargetDensities[i] >= imp.TargetDensities[i - 1])
            {
                yield return new SpecProblem($"method.targetDensities[{i}]", imp.TargetDensities[i].ToString(CultureInfo.InvariantCulture), "Each round must keep less than the one before.", $"below {imp.TargetDensities[i - 1]}");
            }
        }

        if (imp.RetrainLength != TrainingLength.Zero && imp.Retrain is (Rewind or Continued))
        {
            yield return new SpecProblem("method.retrainLength", imp.RetrainLength.ToString(), $"With retrain '{imp.Retrain}' the length follows from rewindTo.", "0it, or another retrain variant");
        }

        // Positions in epochs need the data set; they are checked when the plan is made.
        if (spec.Training.Length.Epochs == 0 && imp.RewindTo is { Epochs: 0 } rewindTo && rewindTo.Iterations >= spec.Training.Length.Iterations)
        {
            yield return new SpecProblem("method.rewindTo", rewindTo.ToString(), "The rewinding point must lie before the end of training.", $"0it to {spec.Training.Length.Iterations - 1}it");
        }

        if (imp.ConvolutionRate is not null && (imp.Rule is "sparse_global" or "to_global_density" || (imp.Rule == "exact_k" && imp.Scope == "global")))
        {
            yield return new SpecProblem("method.convolutionRate", imp.ConvolutionRate.Value.ToString(CultureInfo.InvariantCulture), "A global threshold has no rates per layer.", "leave it out, or use a layer-wise rule");
        }
    }

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, ImpOptions options)
    {
        var total = plan.TotalIterations;
        var rewindTo = Position(options.RewindTo, plan, "method.rewindTo");
        var noise = plan.Seed("noise");
        var initial = plan.Initialize();
        Step rewound = rewindTo == 0
            ? initial
            : plan.Train(initial, mask: null, new TrainingSegment(0, rewindTo, ScheduleVariant.Original, noise), $"train to the rewinding point {rewindTo}");

        var dense = plan.Train(rewound, mask: null, new TrainingSegment(rewindTo, total, ScheduleVariant.Original, noise), "train the dense network");
        plan.AddRound(PlannedRound.TicketBranch, 0, rewound, mask: null, dense);

        var rounds = options.TargetDensities.Count > 0 ? options.TargetDensities.Count : options.Rounds;
        WarnOfQuotas(plan, options, rounds);
        TrainStep previous = dense;
        MaskStep? mask = null;
        for (var round = 1; round <= rounds; round++)
        {
            mask = options.OneShot
                ? plan.Prune(dense, mask: null, SettingsOf(plan.Network, options, round), $"prune once for round {round}")
                : plan.Prune(previous, mask, SettingsOf(plan.Network, options, round), $"prune round {round}");
            var (start, segment) = Retraining(plan, options, rewound, rewindTo, options.OneShot ? dense : previous, noise);
            var trained = plan.Train(start, mask, segment, $"train round {round}");
            plan.AddRound(PlannedRound.TicketBranch, round, start, mask, trained);

            // Strategy 2 of the paper goes on training between prunings and resets only the ticket that is reported.
            previous = options.Retrain == Continued && round < rounds
                ? plan.Train(previous, mask, new TrainingSegment(rewindTo, total, ScheduleVariant.Original, noise), $"continue training in round {round}")
                : trained;
        }
    }

    // Counts alone show it when no two weights are equal; ties can only bring the refusal forward.
    private static void WarnOfQuotas(ReplicatePlan plan, ImpOptions options, int rounds)
    {
        var total = plan.Network.Parameters.Where(parameter => parameter.IsWeight).Sum(parameter => parameter.Count);
        var remaining = total;
        for (var round = 1; round <= rounds; round++)
        {
            var settings = SettingsOf(plan.Network, options, round);
            if (settings.IsLayerwise || settings.Rule == "to_global_density")
            {
                return;
            }

            var ignored = plan.Network.Parameters.Where(parameter => settings.Ignored.Contains(parameter.Name)).Sum(parameter => parameter.Count);
            remaining = options.OneShot ? total : remaining;
            var rule = settings.Rule == "sparse_global" ? PruningRule.SparseGlobal : PruningRule.ExactK;
            var quota = settings.TargetDensity is { } density
                ? GlobalQuota.OfDensity(rule, density, total, remaining, remaining - ignored)
                : GlobalQuota.OfRate(rule, settings.Rate ?? 0, remaining, remaining - ignored);
            if (quota.IsTooLarge)
            {
                plan.Warn(string.Create(CultureInfo.InvariantCulture, $"Round {round} will be refused: {quota.Problem} {quota.Fix}"));
                return;
            }

            remaining -= quota.Removed;
        }
    }

    private static (Step Start, TrainingSegment Segment) Retraining(ReplicatePlan plan, ImpOptions options, Step rewound, long rewindTo, TrainStep previous, long noise)
    {
        var total = plan.TotalIterations;
        var length = Position(options.RetrainLength, plan, "method.retrainLength");
        var from = length == 0 ? rewindTo : total - length;
        return options.Retrain switch
        {
            LearningRateRewinding => (previous, new TrainingSegment(from, total, ScheduleVariant.Original, noise)),
            FineTuning => (previous, new TrainingSegment(from, total, ScheduleVariant.ConstantAtEnd, noise)),
            LowRateRewinding => (At(from), new TrainingSegment(from, total, ScheduleVariant.ConstantAtEnd, noise)),
            _ => (rewound, new TrainingSegment(rewindTo, total, ScheduleVariant.Original, noise)),
        };

        Step At(long iteration) => iteration == 0
            ? plan.Initialize()
            : plan.Train(plan.Initialize(), mask: null, new TrainingSegment(0, iteration, ScheduleVariant.Original, noise), $"train to iteration {iteration}");
    }

    private static long Position(TrainingLength length, ReplicatePlan plan, string path)
    {
        var iterations = length.ToIterations(plan.IterationsPerEpoch);
        return iterations < plan.TotalIterations || iterations == plan.TotalIterations && path == "method.retrainLength"
            ? iterations
            : throw new LotteryLabException(
                "spec.position",
                $"{path} is {length} ({iterations} iterations), but training has {plan.TotalIterations}.",
                $"Choose a position before {plan.TotalIterations}it.");
    }

    // Throws where a tensor is named that the network does not have.
    private static PruningSettings SettingsOf(NetworkDefinition network, ImpOptions options, int round)
    {
        var weights = PrunableRule.MaskedWeights(network);
        foreach (var name in options.IgnoreLayers.Concat(options.LayerRates.Keys).Where(name => weights.All(weight => weight.Name != name)))
        {
            throw new LotteryLabException("spec.unknown-tensor", $"The method names the tensor '{name}', which the network does not have.", $"Its prunable tensors are {string.Join(", ", weights.Select(weight => weight.Name))}.");
        }

        var prunable = new PrunableRule { IgnoreOutput = !options.PruneOutput, IgnoreShortcuts = !options.PruneShortcuts, IgnoredNames = options.IgnoreLayers };
        var layers = new LayerRates { Linear = options.Rate, Convolution = options.ConvolutionRate, OutputFactor = options.OutputRateFactor, ByName = options.LayerRates };
        var ignored = weights.Where(prunable.IsIgnored).Select(weight => weight.Name).ToList();
        var isLayerwise = options.Rule == "layerwise" || (options.Rule == "exact_k" && options.Scope == "layerwise");
        double? target = options.TargetDensities.Count > 0
            ? options.TargetDensities[round - 1]
            : options.Rule == "to_global_density" ? Math.Pow(1 - options.Rate, round) : null;

        // A one-shot round removes at once what the rounds up to it would have removed together.
        double Compound(double rate) => options.OneShot ? 1 - Math.Pow(1 - rate, round) : rate;
        var rates = isLayerwise
            ? weights.Where(weight => !ignored.Contains(weight.Name)).Select(weight => KeyValuePair.Create(weight.Name, Compound(layers.Of(weight)))).ToList()
            : [];
        return new PruningSettings(options.Rule, isLayerwise, target is null && !isLayerwise ? Compound(options.Rate) : null, target, rates, ignored);
    }
}
