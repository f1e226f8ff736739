using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.ScoreLearning;

/// <summary>
/// Lets a <see cref="ScoreLearner"/> take part in training. The network holds weight times mask, so the gradients that the loop computes
/// are those that scores learn from. The recipe's optimizer and schedule train the scores; whatever else <paramref name="trains"/> names is
/// trained by the loop with the same recipe.
/// </summary>
/// <param name="learner">Scores and masks; owned from here on.</param>
/// <param name="job">The run.</param>
/// <param name="trains">Further parameters that train, such as batch-norm scales; null for none.</param>
internal sealed class ScoreLearningRule(ScoreLearner learner, TrainingJob job, Func<ParameterDefinition, bool>? trains = null) : TrainingRule
{
    public override bool Trains(ParameterDefinition parameter) => trains is not null && !parameter.IsWeight && trains(parameter);

    public override void OnStart(TrainingRun run)
    {
        learner.Use(job.Catalog.Find<IOptimizerComponent>(job.Recipe.Optimizer.Name), job.Recipe.Optimizer.Options);
        learner.Settle();
        learner.BeforeForward(run.Iteration);
        Write(run);
    }

    public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
    {
        if (!learner.IsStopped)
        {
            learner.Descend(layer => run.State[layer.Name].grad, run.LearningRate);
            learner.Settle();
            learner.BeforeForward(run.Iteration + 1);
            Write(run);
        }

        return BatchOutcome.Step;
    }

    public override void OnEpochEnd(TrainingRun run)
    {
        if (!learner.IsStopped)
        {
            learner.EndEpoch((run.Batch / run.IterationsPerEpoch) - 1, run.Warn);
            learner.Settle();
            Write(run);
        }
    }

    public override void OnEnd(TrainingRun run)
    {
        learner.Finish();
        Write(run);
        foreach (var (name, mask) in learner.Masks().Entries)
        {
            run.SetMask(name, mask);
        }
    }

    public override IReadOnlyDictionary<string, double> Measure(TrainingRun run) => learner.Measure();

    public override IReadOnlyDictionary<string, Tensor> ExportState() => learner.ExportState();

    public override void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        learner.ImportState(state);
        learner.Settle();
    }

    protected override void Dispose(bool disposing) => learner.Dispose();

    private void Write(TrainingRun run)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var layer in learner.Layers)
        {
            run.Write(layer.Name, layer.Effective());
        }
    }
}
