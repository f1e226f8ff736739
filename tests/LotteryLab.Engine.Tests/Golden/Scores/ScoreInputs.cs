using System.Globalization;
using System.Text.Json;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>What the cases of pruning at initialisation have in common: a network, its state, batches, and pruning as the reference does it.</summary>
internal sealed class ScoreInputs : IDisposable
{
    private readonly List<ScoreBatch> batches = [];

    public ScoreInputs(GoldenCase golden)
    {
        Definition = golden.Network();
        using (var state = GoldenNetwork.State(Definition, golden.Parameters()))
        {
            State = Exact(state, golden.Parameters());
        }

        Full = GoldenNetwork.Masks(Definition, new MaskSet([]));
        Before = [.. Definition.Parameters.Select(parameter => State.ReadFloats(parameter.Name))];
        if (golden.HasParam("batch_sizes"))
        {
            Split(golden);
        }
    }

    public NetworkDefinition Definition { get; }

    public NetworkState State { get; }

    public MaskSet Full { get; }

    public ScoreData Data => new GivenScoreData(batches);

    private List<float[]> Before { get; }

    public static ComponentSpec Criterion(string name) => ComponentCatalog.Default.WithDefaults<ICriterion>(name);

    public ScoreSet Score(string criterion, bool isTraining = false, MaskSet? masks = null)
    {
        var spec = Criterion(criterion);
        var input = new CriterionInput { Network = new Network(Definition), State = State, Masks = masks ?? Full, Data = Data, IsTraining = isTraining };
        return ComponentCatalog.Default.Find<ICriterion>(criterion).Score(input, spec.Options).Scores;
    }

    public double Flow(MaskSet masks) =>
        new SynflowCriterion().Score(new CriterionInput { Network = new Network(Definition), State = State, Masks = masks }, new NoOptions()).Flow!.Value;

    public ScoreOutcome Prune(string criterion, double density, Func<ScoreRequest, ScoreRequest>? change = null, Action<ScoreIteration>? onIteration = null)
    {
        var request = new ScoreRequest
        {
            Criterion = Criterion(criterion),
            Density = density,
            Granularity = new ComponentSpec("weight", new NoOptions()),
            IsReference = true,
            Data = new ScoreDataSettings(10, 256, IsTraining: false, ScoreDataSettings.Intact),
        };
        return new ScorePruner(ComponentCatalog.Default, Definition, change is null ? request : change(request)).Prune(State, before: null, Data, onIteration);
    }

    public void VerifyUntouched()
    {
        for (var i = 0; i < Before.Count; i++)
        {
            Assert.True(Before[i].AsSpan().SequenceEqual(State.ReadFloats(i)), $"{Definition.Parameters[i].Name} has changed");
        }
    }

    public static void VerifyScores(JsonElement expected, ScoreSet actual, double tolerance, string what)
    {
        foreach (var (name, tensor) in GoldenCase.Tensors(expected))
        {
            VerifyRelative(tensor.Values, actual[name], tolerance, $"{what} {name}");
        }
    }

    /// <summary>Scores are small, so a tolerance relative to each of them is meant; below a millionth of the largest it is absolute.</summary>
    public static void VerifyRelative(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        var floor = expected.Max(Math.Abs) * 1e-6;
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(Math.Abs(expected[i]), floor),
                string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}"));
        }
    }

    public static double Number(JsonProperty member) => double.Parse(member.Name, CultureInfo.InvariantCulture);

    public void Dispose()
    {
        State.Dispose();
        foreach (var batch in batches)
        {
            batch.Images.Dispose();
            batch.Labels.Dispose();
        }
    }

    // The reference computed in double precision from numbers that float32 does not hold exactly; sums that cancel show the difference.
    private static NetworkState Exact(NetworkState state, IReadOnlyDictionary<string, GoldenTensor> parameters) =>
        new(state.Definition, [.. state.Definition.Parameters.Select(parameter => parameters.TryGetValue(parameter.Name, out var tensor)
            ? tensor.ToDoubleTensor().reshape([.. parameter.Shape])
            : state[parameter.Name].to(torch.ScalarType.Float64, copy: true))]);

    private void Split(GoldenCase golden)
    {
        using var all = golden.Inputs.ToDoubleTensor();
        var shape = Definition.Input;
        var start = 0L;
        foreach (var size in golden.Params.GetProperty("batch_sizes").EnumerateArray().Select(size => size.GetInt64()))
        {
            using var part = all.narrow(0, start, size);
            using var labels = torch.tensor(golden.Labels);
            batches.Add(new ScoreBatch(part.reshape(size, shape.Channels, shape.Height, shape.Width).clone(), labels.narrow(0, start, size).clone()));
            start += size;
        }
    }
}
