using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Training;

/// <summary>Every fifth batch moves the mask of <c>fc1.weight</c> by one position instead of training, as a RigL update would.</summary>
internal sealed class RotatingRule : TrainingRule
{
    private const string Parameter = "fc1.weight";

    private readonly Tensor updates = torch.zeros([1], ScalarType.Int64).DetachFromDisposeScope();

    public long Updates => updates.item<long>();

    public int DenseGradientsSeen { get; private set; }

    public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
    {
        if (run.Batch % 5 != 3)
        {
            return BatchOutcome.Step;
        }

        var old = run.Mask(Parameter)!;
        using var gradient = run.State[Parameter].grad!;
        var values = gradient.data<float>().ToArray();
        DenseGradientsSeen += Enumerable.Range(0, values.Length).Any(i => !old[i] && values[i] != 0) ? 1 : 0;
        run.SetMask(Parameter, BitMask.From(old.Count, i => old[(i + 1) % old.Count]));
        updates.add_(1);
        return BatchOutcome.Skip;
    }

    public override IReadOnlyDictionary<string, double> Measure(TrainingRun run) => new Dictionary<string, double> { ["updates"] = Updates };

    public override IReadOnlyDictionary<string, Tensor> ExportState() => new Dictionary<string, Tensor> { ["updates"] = updates };

    public override void ImportState(IReadOnlyDictionary<string, Tensor> state) => updates.copy_(state["updates"]);

    protected override void Dispose(bool disposing) => updates.Dispose();
}
