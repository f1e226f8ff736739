using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Batched;
using LotteryLab.Engine.Training.Measuring;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Rules;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>
/// Trains a network under a mask: <c>state.safetensors</c> (end weights, masked ones exactly zero) and <c>training.json</c> (curves and
/// summary). When a training rule changed the masks, the artifact holds the last ones too and serves as a mask step itself.
/// </summary>
public sealed class TrainStep : Step, ICompanionStep
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };
    private readonly TrainingInputs inputs;
    private readonly ITrainingRuleSource? rule;
    private readonly bool isMasked;
    private StepCost? cost;
    private StepCompany? company;

    /// <summary>Creates a training from a state step and, unless it is dense, a mask step.</summary>
    public TrainStep(Step start, Step? mask, TrainingInputs inputs, TrainingSegment segment, ITrainingRuleSource? rule = null)
        : base(mask is null ? [new StepInput("start", start)] : [new StepInput("start", start), new StepInput("mask", mask)])
    {
        this.inputs = inputs;
        this.rule = rule;
        isMasked = mask is not null;
        Segment = segment;
    }

    /// <summary>Data, recipe and length of the training.</summary>
    public TrainingInputs Settings => inputs;

    /// <summary>The rule that takes part, or null in plain training.</summary>
    public ITrainingRuleSource? Rule => rule;

    /// <summary>The part of the schedule that is trained.</summary>
    public TrainingSegment Segment { get; }

    /// <summary>Place in a network of several replicates (<see cref="BatchedTraining"/>); null when the training is one of its own.</summary>
    public BatchPlace? Batch { get; init; }

    /// <inheritdoc/>
    public override StepCompany? Company => Batch is null ? null : company ??= new StepCompany(Group, Batch.Places, Batch.Place);

    /// <inheritdoc/>
    public override string Kind => "train";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override JsonObject Parameters
    {
        get
        {
            var parameters = inputs.ToJson();
            parameters["from"] = Segment.From;
            parameters["to"] = Segment.To;
            parameters["rates"] = Segment.Variant == ScheduleVariant.Original ? "original" : "constant-at-end";
            parameters["noiseSeed"] = Segment.NoiseSeed;
            parameters["memoryFormat"] = Runtime.Numerics;
            if (Batch is not null)
            {
                parameters["places"] = Batch.Places;
                parameters["place"] = Batch.Place;
                return parameters;
            }

            // Where the setting changes nothing, keys stay those of versions without it.
            if (isMasked && SparsityPlan.AppliesTo(inputs.Recipe, rule is not null) && SparsityPlan.CanSave(inputs.Definition))
            {
                parameters["sparse"] = SparsityPlan.Version;
            }

            if (rule is not null)
            {
                parameters["rule"] = rule.ToJson();
            }

            return parameters;
        }
    }

    /// <inheritdoc/>
    public override StepCost Cost => cost ??= Estimate();

    // Convolutions are faster with channels last on every device; row-major suits everything else.
    private ITensorRuntime Runtime => Batch is null && inputs.Definition.Parameters.Any(parameter => parameter.Role == ParameterRole.ConvolutionWeight) ? ChannelsLastRuntime.Instance : PlainRuntime.Instance;

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        if (Batch is not null)
        {
            if (ExecuteTogether([(this, context)])[0] is { } failure)
            {
                throw failure;
            }

            return;
        }

        using var data = context.Environment.OpenDataset(inputs.Dataset, context.Cancellation);
        using var start = StateFile.Read(context.Inputs["start"], inputs.Definition, context.Environment.Device);
        var job = Job(context, data.Data, start);
        using var running = rule?.Create(job);
        var journal = new TrainingJournal(this, context);
        using var outcome = TrainingLoop.Run(job, journal, running, context.Cancellation);
        Write(context, job, outcome, journal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<LotteryLabException?> ExecuteTogether(IReadOnlyList<(Step Step, StepContext Context)> steps)
    {
        var (environment, cancellation) = (steps[0].Context.Environment, steps[0].Context.Cancellation);
        using var data = environment.OpenDataset(inputs.Dataset, cancellation);
        var failures = new LotteryLabException?[steps.Count];
        var members = new Dictionary<int, BatchedMember>();
        try
        {
            for (var i = 0; i < steps.Count; i++)
            {
                var (step, context) = ((TrainStep)steps[i].Step, steps[i].Context);
                try
                {
                    var start = StateFile.Read(context.Inputs["start"], inputs.Definition, environment.Device);
                    members[i] = new BatchedMember(step.Job(context, data.Data, start), new TrainingJournal(step, context), step.Batch!.Place);
                }
                catch (LotteryLabException refusal)
                {
                    failures[i] = refusal;
                }
            }

            var results = members.Count == 0 ? [] : BatchedTraining.Run([.. members.Values], Batch!.Places, cancellation);
            foreach (var ((i, member), result) in members.Zip(results))
            {
                using var outcome = result.Outcome;
                failures[i] = result.Failure;
                if (outcome is not null)
                {
                    ((TrainStep)steps[i].Step).Write(steps[i].Context, member.Job, outcome, (TrainingJournal)member.Observer);
                }
            }

            return failures;
        }
        finally
        {
            foreach (var member in members.Values)
            {
                member.Job.Start.Dispose();
            }
        }
    }

    private TrainingJob Job(StepContext context, TensorDataset data, NetworkState start)
    {
        var environment = context.Environment;
        return new TrainingJob
        {
            Network = inputs.Definition,
            Start = start,
            Mask = context.Inputs.TryGetValue("mask", out var masks) ? MaskFile.FromBytes(masks.Read(ArtifactFiles.Mask)) : null,
            Data = data,
            Recipe = inputs.Recipe,
            From = Segment.From,
            To = Segment.To,
            Schedule = Schedule(environment),
            NoiseSeed = Segment.NoiseSeed,
            Catalog = environment.Catalog,
            Runtime = Runtime,
        };
    }

    private void Write(StepContext context, TrainingJob job, TrainingOutcome outcome, TrainingJournal journal)
    {
        journal.OnMemory(TrainingMemory.Of(inputs.Definition, inputs.Recipe.BatchSize, outcome.OptimizerBytes, job.Data.Bytes));
        StateFile.Write(context.Output, outcome.Final);
        var last = outcome.ChangedMask ?? job.Mask;
        if (rule is not null && last is not null)
        {
            // Also when the rule happened to change nothing: whoever uses this step as a mask step must find one.
            MaskStep.Write(context, last, []);
        }

        var report = ToJson(outcome.Summary);
        report["cost"] = Theoretical(last);
        if (outcome.Routes is { } routes)
        {
            report["computed"] = ToJson(routes);
        }

        context.Output.WriteJson(ArtifactFiles.Training, report);
    }

    // Everything but start, mask, noise and place.
    private string Group
    {
        get
        {
            var parameters = Parameters;
            parameters.Remove("place");
            parameters.Remove("noiseSeed");
            return CanonicalJson.Write(parameters);
        }
    }

    private ILearningRateSchedule Schedule(StepEnvironment environment)
    {
        var rate = environment.Catalog.Find<IOptimizerComponent>(inputs.Recipe.Optimizer.Name).LearningRate(inputs.Recipe.Optimizer.Options);
        var original = environment.Catalog.Find<IScheduleComponent>(inputs.Recipe.Schedule.Name)
            .Resolve(inputs.Recipe.Schedule.Options, rate, inputs.IterationsPerEpoch, inputs.TotalIterations);
        return Segment.Variant == ScheduleVariant.Original ? original : new ConstantAtEnd(original, inputs.TotalIterations);
    }

    /// <summary>What the training would cost on hardware that skips masked weights; how long it took here is in the journal.</summary>
    private JsonObject Theoretical(MaskSet? last)
    {
        var costs = NetworkCosts.Of(inputs.Definition, last);
        var pass = new PassCost(costs.Macs, costs.SparseMacs);
        var perImage = rule?.MultiplyAddsPerImage(pass, Segment.From, Segment.To) ?? TrainingCostModel.Static(pass);
        var iterations = Segment.To - Segment.From;
        return new JsonObject
        {
            ["iterations"] = iterations,
            ["forwardDense"] = pass.Dense,
            ["forwardSparse"] = pass.Sparse,
            ["multiplyAdds"] = perImage * inputs.Recipe.BatchSize * iterations,
            ["multiplier"] = perImage / TrainingCostModel.Dense(pass),
        };
    }

    private StepCost Estimate()
    {
        var iterations = Segment.To - Segment.From;
        var costs = NetworkCosts.Of(inputs.Definition);

        // A training step is one forward and about two forwards' worth of backward per image.
        return new StepCost(3.0 * (rule?.CostFactor ?? 1) * costs.Macs * inputs.Recipe.BatchSize * iterations, iterations, 4 * costs.ParametersTotal);
    }

    private static JsonObject ToJson(SparsityPlan routes) => new()
    {
        ["share"] = routes.Share,
        ["layers"] = JsonSerializer.SerializeToNode(routes.Layers, Format),
    };

    private static JsonObject ToJson(TrainingSummary summary) => new()
    {
        ["summary"] = new JsonObject
        {
            ["earlyStopIteration"] = summary.EarlyStopIteration,
            ["testAccuracyAtEarlyStop"] = summary.TestAccuracyAtEarlyStop,
            ["finalTestAccuracy"] = summary.FinalTestAccuracy,
            ["finalTestLoss"] = summary.FinalTestLoss,
            ["finalTrainAccuracy"] = summary.FinalTrainAccuracy,
        },
        ["points"] = JsonSerializer.SerializeToNode(summary.Points, Format),
    };
}
