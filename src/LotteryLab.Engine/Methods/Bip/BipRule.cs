using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Rules;
using LotteryLab.Engine.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>
/// Bi-level steps in the training loop: the loop's schedule is that of the weights and its batch is the one that is used first, the lower one
/// except in <see cref="BipMode.Accelerate"/>; the other comes from a shuffle of its own.
/// </summary>
internal sealed class BipRule(BipSettings settings, ILearningRateSchedule scoreRates) : TrainingRule
{
    private const string OtherStream = "upper";
    private const string MetersName = "meters";
    private const string PreviousPrefix = "previous/";

    // Since the last evaluation: flips, steps, upper loss, squared norms of the implicit and of the direct term; and steps overall.
    private const int Flips = 0;
    private const int Steps = 1;
    private const int UpperLoss = 2;
    private const int ImplicitSquare = 3;
    private const int DirectSquare = 4;
    private const int AllSteps = 5;
    private BipLearner? learner;
    private Tensor? meters;
    private MaskSet? first;
    private MaskSet? previous;

    /// <summary>Weights, scores and masks; null before the run starts.</summary>
    internal BipLearner? Learner => learner;

    /// <summary>Told between the half steps of an iteration, with the loss of the batch that was passed last where one was.</summary>
    internal Action<BipMoment, Tensor?>? OnMoment { get; set; }

    public override bool Trains(ParameterDefinition parameter) => false;

    public override void OnStart(TrainingRun run)
    {
        learner = new BipLearner(run.State, settings) { OnFlips = count => Meter(Flips, count), OnTerms = MeterTerms };
        meters = torch.zeros([6], ScalarType.Float64, run.State[0].device).DetachFromDisposeScope();
        first = previous = learner.Masks();
    }

    public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
    {
        if (settings.Mode == BipMode.Accelerate)
        {
            StepScores(run, upperLoss: null);
            run.ComputeGradients(OtherStream);
            StepWeights(run);
        }
        else
        {
            StepWeights(run);
            StepScores(run, PassUpper(run));
            if (settings.IsReference)
            {
                run.ComputeGradients(OtherStream);
            }
        }

        Add(Steps, 1);
        Add(AllSteps, 1);
        return BatchOutcome.Stepped;
    }

    public override void OnEnd(TrainingRun run)
    {
        foreach (var (name, mask) in learner!.Masks().Entries)
        {
            run.SetMask(name, mask);
        }
    }

    public override IReadOnlyDictionary<string, double> Measure(TrainingRun run)
    {
        var now = learner!.Masks();
        var read = meters!.ReadNumbers<double>();
        var steps = Math.Max(1, read[Steps]);
        var values = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["maskDensity"] = now.Density,
            ["overlapWithFirstMask"] = MaskOverlap.Whole(first!, now).IntersectionOverUnion,
            ["overlapWithPreviousMask"] = MaskOverlap.Whole(previous!, now).IntersectionOverUnion,
            ["returnedShare"] = now.Kept == 0 ? 0 : 1 - ((double)MaskOverlap.Whole(first!, now).Shared / now.Kept),
            ["flipsPerIteration"] = read[Flips] / steps,
            ["implicitShare"] = read[DirectSquare] > 0 ? Math.Sqrt(read[ImplicitSquare] / read[DirectSquare]) : 0,
        };
        if (settings.Mode != BipMode.Accelerate)
        {
            // There the upper batch is the loop's own, whose loss is the training loss.
            values["upperLoss"] = read[UpperLoss] / steps;
        }

        foreach (var (name, mask) in now.Entries)
        {
            values[$"kept/{name}"] = mask.Density;
        }

        previous = now;
        using var part = meters!.narrow(0, 0, AllSteps);
        part.zero_();
        return values;
    }

    public override IReadOnlyDictionary<string, Tensor> ExportState()
    {
        var state = learner!.ExportState();
        state[MetersName] = meters!;
        foreach (var (name, mask) in previous!.Entries)
        {
            state[PreviousPrefix + name] = MaskTensors.ToTensor(mask, learner.Layers.First(layer => layer.Name == name).Weight);
        }

        return state;
    }

    public override void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        var saved = state[MetersName];
        learner!.ImportState(state, saved.ReadNumbers<double>()[AllSteps] > 0);
        meters!.copy_(saved);
        previous = new MaskSet(learner.Layers.Select(layer => KeyValuePair.Create(layer.Name, MaskTensors.FromTensor(state[PreviousPrefix + layer.Name]))));
    }

    protected override void Dispose(bool disposing)
    {
        learner?.Dispose();
        meters?.Dispose();
    }

    private Tensor PassUpper(TrainingRun run)
    {
        // The released code passes the upper batch three times, the last time only to log; each pass moves batch norm's running statistics.
        if (settings.IsReference)
        {
            run.ComputeGradients(OtherStream);
        }

        var loss = run.ComputeGradients(OtherStream);
        Meter(UpperLoss, loss.to_type(ScalarType.Float64));
        return loss;
    }

    private void StepWeights(TrainingRun run)
    {
        learner!.StepWeights(run.LearningRate);
        OnMoment?.Invoke(BipMoment.WeightsStepped, null);
    }

    private void StepScores(TrainingRun run, Tensor? upperLoss)
    {
        OnMoment?.Invoke(BipMoment.UpperPassed, upperLoss);
        learner!.StepScores(scoreRates.At(run.Iteration));
        OnMoment?.Invoke(BipMoment.ScoresStepped, null);
    }

    private void MeterTerms(Tensor direct, Tensor implicitTerm)
    {
        Meter(DirectSquare, direct.square().sum(ScalarType.Float64));
        Meter(ImplicitSquare, implicitTerm.square().sum(ScalarType.Float64));
    }

    private void Meter(int place, Tensor value)
    {
        using var noGradient = torch.no_grad();
        using var part = meters!.narrow(0, place, 1);
        part.add_(value);
    }

    private void Add(int place, double value)
    {
        using var part = meters!.narrow(0, place, 1);
        part.add_(value);
    }
}

/// <summary>Points within an iteration of <see cref="BipRule"/>.</summary>
internal enum BipMoment
{
    /// <summary>The weight step is done; masks follow the scores.</summary>
    WeightsStepped,

    /// <summary>The network holds the gradients of the upper batch.</summary>
    UpperPassed,

    /// <summary>The score step is done; masks follow the scores.</summary>
    ScoresStepped,
}
