using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Tests.Golden.Loop;
using LotteryLab.Engine.Training;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Looks at what the rule has between the half steps of a bi-level training.</summary>
internal sealed class BipWatch(GoldenNetwork network, BipSettings settings)
{
    private readonly string[] trainable = [.. network.Definition.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Name)];
    private readonly string[] statistics = [.. network.Definition.Parameters.Where(parameter => !parameter.IsTrainable).Select(parameter => parameter.Name)];
    private BipRule? rule;
    private TrainingRun? run;

    public Observations Seen { get; } = new();

    public StepWatch Steps => new()
    {
        Started = started =>
        {
            run = started;
            Seen.Note("start", Learner.Masks());
        },
        AfterStep = (after, step) => Seen.Note($"{step}/statistics", statistics, name => after.State[name]),
    };

    private BipLearner Learner => rule!.Learner!;

    public BipRule Over(BipRule watched)
    {
        rule = watched;
        watched.OnMoment = Note;
        return watched;
    }

    private void Note(BipMoment moment, Tensor? loss)
    {
        var step = run!.Iteration;
        if (moment == BipMoment.UpperPassed)
        {
            Seen.NoteNumbers($"{step}/upper-loss", loss?.item<float>() ?? double.NaN);
            Seen.Note($"{step}/gradient", network.WeightNames, name => run.State[name].grad!);
            Seen.Note($"{step}/by-mask", network.WeightNames, name => BipGradient.ByMask(Layer(name).Weight, Layer(name).Mask, run.State[name].grad!, settings.Gamma));
            Seen.Note($"{step}/score-gradient", network.WeightNames, name => Learner.ScoreGradient(Layer(name)));
            return;
        }

        Seen.Note($"{step}/{moment}/weights", trainable, Weight);
        Seen.Note($"{step}/{moment}/scores", network.WeightNames, name => Layer(name).Score);
        Seen.Note($"{step}/{moment}", Learner.Masks());
    }

    private BipLayer Layer(string name) => Learner.Layers.Single(layer => layer.Name == name);

    // Weights are the learner's, everything else is in the network.
    private Tensor Weight(string name) => Learner.Layers.FirstOrDefault(layer => layer.Name == name)?.Weight ?? run!.State[name];
}
