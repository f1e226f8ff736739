using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Golden.Description;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>
/// What the cases of pruning at initialisation have in common: a network, its state, batches, the settings that they all name, and pruning as
/// the reference does it. The reference computed in double precision from numbers that float32 does not hold exactly; so do we.
/// </summary>
internal sealed class ScoreInputs : IDisposable
{
    private readonly List<ScoreBatch> batches = [];
    private readonly List<float[]> before;
    private readonly GoldenCase golden;

    /// <summary>Reads the network and, where the case has some, its batches.</summary>
    public ScoreInputs(GoldenCase golden, bool hasData)
    {
        this.golden = golden;
        var inputs = hasData ? golden.Root["inputs"].Tensor() : null;
        Given = GoldenNetwork.Read(golden, inputs: inputs);
        State = Given.State(isDouble: true);
        before = [.. Definition.Parameters.Select(parameter => State.ReadFloats(parameter.Name))];
        if (inputs is not null)
        {
            var (labels, sizes) = (golden.Root["labels"].Wholes(), golden.Params["batch_sizes"].Wholes());
            GoldenCase.Require(sizes.Sum() == inputs.Shape[0] && labels.Length == inputs.Shape[0], "params.batch_sizes and labels do not add up to the inputs");
            GoldenCase.Require(labels.All(label => label >= 0 && label < Definition.Classes), "a label names no class of the network");
            Split(inputs, labels, sizes);
        }
    }

    public GoldenNetwork Given { get; }

    public NetworkDefinition Definition => Given.Definition;

    public NetworkState State { get; }

    public static ComponentSpec Criterion(string name) => ComponentCatalog.Default.WithDefaults<ICriterion>(name);

    /// <summary>Reads <c>mode</c>: whether batch norm uses the statistics of the batch.</summary>
    public bool IsTraining(GoldenNode settings)
    {
        var isTraining = settings["mode"].Word("eval", "train") == "train";
        if (Definition.Parameters.All(parameter => parameter.Role != ParameterRole.RunningMean))
        {
            settings["mode"].Declare("without batch norm both modes are the same");
        }

        return isTraining;
    }

    /// <summary>Reads <c>scope</c>.</summary>
    public static string Scope(GoldenNode settings) => settings["scope"].Word("global", "local") == "local" ? ScoreScope.Local : ScoreScope.Global;

    /// <summary>Reads <c>iterations</c> and <c>schedule</c>; one iteration needs no schedule.</summary>
    public static ScoreRequest Iterated(ScoreRequest request, GoldenNode settings)
    {
        var iterations = settings["iterations"].Count();
        var schedule = iterations > 1 ? settings["schedule"] : settings.Find("schedule");
        var word = schedule?.Word(ScoreRequest.Exponential, ScoreRequest.Linear);
        if (iterations == 1)
        {
            schedule?.Declare("one iteration is the same under every schedule");
        }

        return request with { Iterations = iterations, Schedule = word ?? ScoreRequest.Exponential };
    }

    /// <summary>A request for plain masks by the reference's rule.</summary>
    public static ScoreRequest Request(string criterion, double density) => new()
    {
        Criterion = Criterion(criterion),
        Density = density,
        Granularity = new ComponentSpec("weight", new NoOptions()),
        IsReference = true,
        Data = new ScoreDataSettings(10, 256, IsTraining: false, ScoreDataSettings.Intact),
    };

    /// <summary>Scores of all weights.</summary>
    public ScoreSet Score(ComponentSpec criterion, bool isTraining = false) =>
        golden.Compute($"score/{criterion.Name}/{isTraining}", () => Result(criterion, isTraining, Given.FullMasks).Scores);

    /// <summary>R of SynFlow after a pruning; null for the dense network.</summary>
    public double Flow(ScoreRequest? request = null) =>
        golden.Compute($"flow/{request?.ToJson(needsData: true).ToJsonString()}", () => Result(Criterion("synflow"), isTraining: false, request is null ? Given.FullMasks : Prune(request).Masks).Flow!.Value);

    /// <summary>Prunes.</summary>
    public ScoreOutcome Prune(ScoreRequest request) => golden.Compute(
        $"{request.ToJson(needsData: true).ToJsonString()}",
        () => new ScorePruner(ComponentCatalog.Default, Definition, request).Prune(State, before: null, new GivenScoreData(batches)));

    /// <summary>
    /// Smallest distance, over all iterations, of the last score that goes and the first that stays, relative to the larger of them; and the
    /// scores of the last iteration.
    /// </summary>
    public (double Gap, ScoreSet LastScores) Walk(ScoreRequest request) => golden.Compute(
        $"walk/{request.ToJson(needsData: true).ToJsonString()}",
        () =>
        {
            var pruner = new ScorePruner(ComponentCatalog.Default, Definition, request);
            var masks = Given.FullMasks;
            var gap = double.PositiveInfinity;
            ScoreSet? scores = null;
            for (var t = 1; t <= request.Iterations; t++)
            {
                scores = Result(request.Criterion, request.Data.IsTraining, masks).Scores;
                var removed = (int)ScorePool.RemovedAt(request.DensityAfter(t), scores.Count);
                double[] sorted = [.. scores.Entries.SelectMany(entry => entry.Value).Order()];
                gap = removed < 1 ? gap : Math.Min(gap, Math.Abs((sorted[removed] - sorted[removed - 1]) / sorted[removed]));
                masks = pruner.Apply(scores, masks, request.DensityAfter(t));
            }

            GoldenCase.Require(masks.Entries.SequenceEqual(Prune(request).Masks.Entries), "the walk through the iterations ends elsewhere than pruning does");
            return (gap, scores!);
        });

    /// <summary>Compares scores of exactly the weights of the network.</summary>
    public void VerifyScores(GoldenNode expected, ScoreSet actual, double tolerance)
    {
        foreach (var (name, node) in expected.Exactly(Given.WeightNames))
        {
            node.Tensor(Given.Weights[name].Shape);
            node.CloseRelative(actual[name], tolerance);
        }
    }

    /// <summary>Compares a gap that is written with two digits.</summary>
    public static void VerifyGap(GoldenNode expected, double gap)
    {
        // 0.00057 stands for what lies between 0.000565 and 0.000575; scores agree to fewer digits than gaps of a hundred-thousandth.
        var digit = Math.Pow(10, Math.Floor(Math.Log10(gap)) - 1);
        GoldenAssert.Close(expected.Number() / digit, gap / digit, 0.02, expected.Path);
    }

    /// <summary>Requires that scoring has left the state alone.</summary>
    public void VerifyUntouched()
    {
        for (var i = 0; i < before.Count; i++)
        {
            GoldenCase.Require(before[i].AsSpan().SequenceEqual(State.ReadFloats(i)), $"'{Definition.Parameters[i].Name}' has changed");
        }
    }

    public void Dispose()
    {
        State.Dispose();
        foreach (var batch in batches)
        {
            batch.Images.Dispose();
            batch.Labels.Dispose();
        }
    }

    private CriterionResult Result(ComponentSpec criterion, bool isTraining, MaskSet masks) => ComponentCatalog.Default.Find<ICriterion>(criterion.Name).Score(
        new CriterionInput { Network = new Network(Definition), State = State, Masks = masks, Data = new GivenScoreData(batches), IsTraining = isTraining },
        criterion.Options);

    private void Split(GoldenTensor inputs, long[] labels, long[] sizes)
    {
        using var images = Given.Images(inputs, isDouble: true);
        using var classes = torch.tensor(labels);
        var start = 0L;
        foreach (var size in sizes)
        {
            batches.Add(new ScoreBatch(images.narrow(0, start, size).clone(), classes.narrow(0, start, size).clone()));
            start += size;
        }
    }
}
