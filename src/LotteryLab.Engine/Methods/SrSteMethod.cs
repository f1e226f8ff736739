using System.Globalization;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of SR-STE.</summary>
public sealed record SrSteOptions
{
    /// <summary>N of each round.</summary>
    [Option("Weights kept in each group, falling; each number is a round (N of N:M).", Min = 1, Max = 31, MinLength = 1, MaxLength = 31)]
    public IReadOnlyList<int> Kept { get; init; } = [2, 1];

    /// <summary>M.</summary>
    [Option("Weights of a group (M of N:M).", Min = 2, Max = 32)]
    public int Of { get; init; } = 4;

    /// <summary>lambda.</summary>
    [Option("Pull of pruned weights towards zero (lambda); larger values change masks less often, 0 is the plain straight-through estimator.", Min = 0, Max = 1)]
    public double Lambda { get; init; } = 2e-4;

    /// <summary>Whether the output layer stays dense.</summary>
    [Option("Leave the output layer dense, as the paper's code does.")]
    public bool DenseOutput { get; init; } = true;
}

/// <summary>N:M sparse networks from scratch, masks made anew at every forward pass (card 03, F).</summary>
public sealed class SrSteMethod : PruningMethod<SrSteOptions>, ISpecCheck
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "sr-ste",
        "SR-STE, N:M from scratch",
        "Trains dense weights but computes with the N largest of every M neighbours only, chosen anew at every step; gradients pass straight through to all weights and the unused ones are pulled towards zero. The pattern is the one that sparse tensor cores speed up.")
    {
        Papers = [new("Zhou et al., Learning N:M Fine-grained Structured Sparse Neural Networks From Scratch, ICLR 2021", "https://arxiv.org/abs/2102.04010")],
        KnownFailures = ["Tensors whose inputs are no multiple of M stay dense; usually that is the first convolution."],
    };

    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options)
    {
        var chosen = (SrSteOptions)options;
        for (var i = 0; i < chosen.Kept.Count; i++)
        {
            var limit = i == 0 ? chosen.Of : chosen.Kept[i - 1];
            if (chosen.Kept[i] >= limit)
            {
                yield return new SpecProblem($".kept[{i}]", chosen.Kept[i].ToString(CultureInfo.InvariantCulture), "Each round must keep less than the one before, and less than M.", $"below {limit}");
            }
        }
    }

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, SrSteOptions options)
    {
        var initial = plan.Initialize();
        var segment = new TrainingSegment(0, plan.TotalIterations, ScheduleVariant.Original, plan.Seed("noise"));
        var dense = plan.Train(initial, mask: null, segment, "train the dense network");
        plan.AddRound(PlannedRound.TicketBranch, 0, initial, mask: null, dense);
        for (var round = 1; round <= options.Kept.Count; round++)
        {
            var source = new Source(options.Kept[round - 1], options.Of, options.Lambda, options.DenseOutput);
            var trained = plan.Train(initial, mask: null, segment, $"train {source.Kept}:{source.Of} in round {round}", rule: source);
            plan.AddRound(PlannedRound.TicketBranch, round, initial, trained, trained);
        }
    }

    private sealed record Source(int Kept, int Of, double Lambda, bool IsOutputDense) : ITrainingRuleSource
    {
        public ITrainingRuleSource? OfControls => null;

        public double CostFactor => 1.2;

        public JsonObject ToJson() => new() { ["rule"] = "sr-ste", ["version"] = 1, ["kept"] = Kept, ["of"] = Of, ["lambda"] = Lambda, ["denseOutput"] = IsOutputDense };

        public double MultiplyAddsPerImage(PassCost cost, long from, long to) => TrainingCostModel.DenseGradients(cost);

        public TrainingRule Create(TrainingJob job) => new SrSteRule(job, Kept, Of, Lambda, IsOutputDense);
    }
}

/// <summary>Keeps the dense weights and an optimizer for them; the network holds weights times mask.</summary>
internal sealed class SrSteRule : TrainingRule
{
    private readonly int kept;
    private readonly int of;
    private readonly double lambda;
    private readonly List<ParameterDefinition> grouped;
    private readonly Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> masks = new(StringComparer.Ordinal);
    private readonly Tensor flips;
    private readonly IOptimizer optimizer;

    public SrSteRule(TrainingJob job, int kept, int of, double lambda, bool isOutputDense)
    {
        (this.kept, this.of, this.lambda) = (kept, of, lambda);
        grouped = [.. job.Network.Parameters.Where(parameter => parameter.IsWeight && parameter.Shape[1] % of == 0 && !(isOutputDense && parameter.IsOutput))];
        // Counted on the device that trains: a number read at every step would be waited for.
        flips = torch.zeros([2], ScalarType.Float64, job.Start[0].device).DetachFromDisposeScope();
        using var scope = torch.NewDisposeScope();
        foreach (var parameter in grouped)
        {
            weights[parameter.Name] = job.Start[parameter.Name].detach().clone().requires_grad_(true).DetachFromDisposeScope();
            masks[parameter.Name] = Mask(parameter.Name).DetachFromDisposeScope();
        }

        optimizer = job.Catalog.Find<IOptimizerComponent>(job.Recipe.Optimizer.Name)
            .Create(job.Recipe.Optimizer.Options, [.. grouped.Select(parameter => new OptimizedParameter(parameter, weights[parameter.Name], Mask: null))]);
    }

    /// <inheritdoc/>
    public override bool Trains(ParameterDefinition parameter) => !weights.ContainsKey(parameter.Name);

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run) => WriteEffective(run);

    /// <inheritdoc/>
    public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
    {
        using (torch.no_grad())
        {
            foreach (var (name, weight) in weights)
            {
                weight.grad = GroupMask.StraightThroughGradient(run.State[name].grad!, masks[name], weight, lambda);
            }
        }

        optimizer.Step(run.LearningRate);
        optimizer.ZeroGradients();
        Remask();
        WriteEffective(run);

        // The loop's own optimizer still has to step biases, batch norm and the tensors that stay dense.
        return BatchOutcome.Step;
    }

    /// <inheritdoc/>
    public override void OnEnd(TrainingRun run)
    {
        foreach (var parameter in run.Job.Network.Parameters.Where(parameter => parameter.IsWeight))
        {
            run.SetMask(parameter.Name, masks.TryGetValue(parameter.Name, out var mask) ? MaskTensors.FromTensor(mask) : BitMask.Full(parameter.Count));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(TrainingRun run)
    {
        var counted = flips.ReadNumbers<double>();
        var bits = grouped.Sum(parameter => (double)parameter.Count);
        return new Dictionary<string, double>(StringComparer.Ordinal) { ["flipsPerStep"] = counted[0] / Math.Max(1, counted[1] * bits) };
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> ExportState() =>
        weights.Select(pair => KeyValuePair.Create($"weight/{pair.Key}", pair.Value))
            .Concat(optimizer.ExportState().Select(pair => KeyValuePair.Create($"optimizer/{pair.Key}", pair.Value)))
            .Append(KeyValuePair.Create("flips", flips))
            .ToDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        using var noGradient = torch.no_grad();
        foreach (var (name, weight) in weights)
        {
            weight.copy_(state[$"weight/{name}"]);
        }

        optimizer.ImportState(state.Where(pair => pair.Key.StartsWith("optimizer/", StringComparison.Ordinal)).ToDictionary(pair => pair.Key["optimizer/".Length..], pair => pair.Value, StringComparer.Ordinal));
        Remask();
        flips.copy_(state["flips"]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        optimizer.Dispose();
        flips.Dispose();
        foreach (var tensor in weights.Values.Concat(masks.Values))
        {
            tensor.Dispose();
        }
    }

    private Tensor Mask(string name)
    {
        using var noGradient = torch.no_grad();
        return GroupMask.Of(weights[name].detach(), kept, of);
    }

    private void Remask()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var (changed, steps) = (flips.narrow(0, 0, 1), flips.narrow(0, 1, 1));
        foreach (var name in weights.Keys)
        {
            var mask = Mask(name);
            changed.add_(mask.ne(masks[name]).sum());
            masks[name].copy_(mask);
        }

        steps.add_(1);
    }

    private void WriteEffective(TrainingRun run)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        foreach (var (name, weight) in weights)
        {
            run.Write(name, weight.detach().mul(masks[name]));
        }
    }
}
