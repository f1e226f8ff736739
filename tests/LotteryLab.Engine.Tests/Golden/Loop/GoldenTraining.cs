using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Tests.Training;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Rules;
using LotteryLab.Engine.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.Loop;

/// <summary>
/// Batches of a case, one a step. The training loop draws its batches by itself; so the images are laid down where its shuffles will look for
/// them, and what runs is the product's own loop with its own optimizers and rules.
/// </summary>
/// <param name="Inputs">Inputs as [step, batch, ...].</param>
/// <param name="Labels">Labels of each step.</param>
internal sealed record GivenBatches(GoldenTensor Inputs, long[][] Labels)
{
    public int Steps => (int)Inputs.Shape[0];

    public int Size => (int)Inputs.Shape[1];

    /// <summary>Reads inputs and labels that belong together.</summary>
    public static GivenBatches Read(GoldenNode inputs, GoldenNode labels)
    {
        var given = new GivenBatches(inputs.Tensor(), GoldenCase.StepLabels(labels));
        GoldenCase.Require(given.Inputs.Shape.Count >= 3, $"{inputs.Path} are no batches of steps");
        GoldenCase.Require(given.Labels.Length == given.Steps && given.Labels.All(step => step.Length == given.Size), $"{labels.Path} are not one for each of the {given.Steps} x {given.Size} inputs");
        return given;
    }
}

/// <summary>Trains a network of a case on its batches, by the product's loop.</summary>
internal sealed class GoldenTraining : IDisposable
{
    /// <summary>Names of the loop's own batches and of those of the upper problem.</summary>
    public const string Main = TrainingRun.MainStream;

    // Two shuffles of so many times the images rarely look for two batches in one place, and a seed where they do not is soon found.
    private const int Room = 40;

    private readonly GoldenNetwork network;
    private readonly TensorDataset data;
    private readonly long noiseSeed;
    private readonly int steps;
    private readonly int size;

    public GoldenTraining(GoldenNetwork network, params IReadOnlyList<(string Stream, GivenBatches Batches)> streams)
    {
        this.network = network;
        (steps, size) = (streams[0].Batches.Steps, streams[0].Batches.Size);
        GoldenCase.Require(streams.All(stream => stream.Batches.Steps == steps && stream.Batches.Size == size), "the batches of the two levels have other sizes or numbers");

        // One batch more than are used: the epoch never ends.
        var count = size * (streams.Count == 1 ? steps + 1 : steps * Room);
        long[][] places;
        do
        {
            var seed = noiseSeed++;
            places = [.. streams.Select(stream => TensorDataset.Order(SeedTree.Derive(SeedOf(seed, stream.Stream), "data-order"), 0, count)[..(steps * size)])];
        }
        while (places.SelectMany(place => place).Distinct().Count() < places.Length * steps * size);

        noiseSeed--;
        data = Lay(streams, places, count);
    }

    /// <summary>Runs as many steps as there are batches.</summary>
    /// <param name="optimizer">Optimizer of the recipe.</param>
    /// <param name="schedule">Rate of each step.</param>
    /// <param name="start">Tensors at the start.</param>
    /// <param name="mask">Weights that take part; null for all.</param>
    /// <param name="rule">Makes what takes part in training; null for plain training.</param>
    /// <param name="watch">Hears of every step.</param>
    public TrainedSteps Run(ComponentSpec optimizer, ILearningRateSchedule schedule, NetworkState start, MaskSet? mask, Func<TrainingJob, TrainingRule>? rule, StepWatch watch)
    {
        var job = new TrainingJob
        {
            Network = network.Definition,
            Start = start,
            Mask = mask,
            Data = data,
            Recipe = new TrainingSpec
            {
                Optimizer = optimizer,
                Schedule = new ComponentSpec("constant", new ConstantOptions()),
                BatchSize = size,
                Length = TrainingLength.FromIterations(steps),
                EvaluateEvery = TrainingLength.FromIterations(1),
                EvaluationTestImages = 1,
            },
            From = 0,
            To = steps,
            Schedule = schedule,
            NoiseSeed = noiseSeed,
        };
        var observer = new RecordingObserver();
        using var watched = new WatchedRule(rule?.Invoke(job), watch);
        var outcome = TrainingLoop.Run(job, observer, watched, TestContext.Current.CancellationToken);
        return new TrainedSteps(outcome.Final, [.. observer.Points.Skip(1).Select(point => point.TrainLoss!.Value)], [.. observer.Points.SkipLast(1).Select(point => point.LearningRate)]);
    }

    public void Dispose() => data.Dispose();

    private static long SeedOf(long noise, string stream) => stream == Main ? noise : SeedTree.Derive(noise, $"stream/{stream}");

    private TensorDataset Lay(IReadOnlyList<(string Stream, GivenBatches Batches)> streams, long[][] places, int count)
    {
        using var scope = torch.NewDisposeScope();
        var shape = network.Definition.Input;
        var images = torch.zeros([count, shape.Channels, shape.Height, shape.Width]);
        var labels = new long[count];
        for (var i = 0; i < streams.Count; i++)
        {
            images.index_copy_(0, torch.tensor(places[i]), network.Images(streams[i].Batches.Inputs));
            long[] given = [.. streams[i].Batches.Labels.SelectMany(step => step)];
            GoldenCase.Require(given.All(label => label >= 0 && label < network.Definition.Classes), "a label names no class of the network");
            for (var j = 0; j < given.Length; j++)
            {
                labels[places[i][j]] = given[j];
            }
        }

        return new TensorDataset(images, labels, network.Definition.Classes);
    }
}

/// <summary>What a case wants to know of the steps of a training.</summary>
internal sealed class StepWatch
{
    /// <summary>Called when the rule has started, with what the network holds before its first batch.</summary>
    public Action<TrainingRun>? Started { get; init; }

    /// <summary>Called when the gradients of a step (0-based) are there, before the rule and the optimizer use them.</summary>
    public Action<TrainingRun, int>? BeforeStep { get; init; }

    /// <summary>Called when the rule has seen the gradients of a batch, with what it has decided.</summary>
    public Action<TrainingRun, BatchOutcome>? AfterRule { get; init; }

    /// <summary>Called after a step.</summary>
    public Action<TrainingRun, int>? AfterStep { get; init; }
}

/// <summary>What a training says of itself.</summary>
/// <param name="Final">State at the end.</param>
/// <param name="Losses">Training loss of each step, as the loop reports it.</param>
/// <param name="Rates">Learning rate of each step, as the loop reports it.</param>
internal sealed record TrainedSteps(NetworkState Final, IReadOnlyList<double> Losses, IReadOnlyList<double> Rates) : IDisposable
{
    public void Dispose() => Final.Dispose();
}

/// <summary>A rule of the product, or none, and somebody who watches.</summary>
internal sealed class WatchedRule(TrainingRule? inner, StepWatch watch) : TrainingRule
{
    public override bool Trains(ParameterDefinition parameter) => inner?.Trains(parameter) ?? true;

    public override void OnStart(TrainingRun run)
    {
        inner?.OnStart(run);
        watch.Started?.Invoke(run);
    }

    public override Tensor? ExtraLoss(TrainingRun run) => inner?.ExtraLoss(run);

    public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
    {
        watch.BeforeStep?.Invoke(run, (int)run.Iteration);
        var outcome = inner?.BeforeOptimizerStep(run) ?? BatchOutcome.Step;
        watch.AfterRule?.Invoke(run, outcome);
        return outcome;
    }

    public override void AfterOptimizerStep(TrainingRun run)
    {
        inner?.AfterOptimizerStep(run);
        watch.AfterStep?.Invoke(run, (int)run.Iteration - 1);
    }

    public override void OnEpochEnd(TrainingRun run) => inner?.OnEpochEnd(run);

    public override void OnEnd(TrainingRun run) => inner?.OnEnd(run);

    protected override void Dispose(bool disposing) => inner?.Dispose();
}
