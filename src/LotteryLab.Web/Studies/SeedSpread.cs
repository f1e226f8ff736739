using LotteryLab.Data.Stores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Studies;

/// <summary>How much accuracy differs between seeds of one training, from finished experiments of the same network and data; assumed where there are none.</summary>
/// <param name="Deviation">Standard deviation of the test accuracy, as a fraction.</param>
/// <param name="Freedom">Degrees of freedom that it rests on; 0 when it is assumed.</param>
public sealed record SeedSpread(double Deviation, int Freedom)
{
    /// <summary>Typical of small networks on MNIST and CIFAR-10.</summary>
    public const double Assumed = 0.003;

    /// <summary>Experiments looked at: the newest say what the program does today.</summary>
    private const int MostExperiments = 6;

    /// <summary>Whether it was measured.</summary>
    public bool IsMeasured => Freedom > 0;

    /// <summary>Looks at the newest experiments of the architecture and data set.</summary>
    public static async Task<SeedSpread> FindAsync(ExperimentStore experiments, ExperimentSpec spec, CancellationToken cancellation)
    {
        var kin = await experiments.ListAsync(new ExperimentFilter { Architecture = spec.Architecture.Name, Dataset = spec.Dataset.Name, PageSize = MostExperiments, Sort = ExperimentSort.Updated }, cancellation);
        var groups = new List<IReadOnlyList<double>>();
        foreach (var experiment in kin.Items.Where(experiment => experiment.Replicates > 1 && experiment.FinishedRounds > 1))
        {
            var rounds = await experiments.RoundsAsync(experiment.Id, cancellation);
            groups.AddRange(rounds.Where(round => round is { IsFinished: true, Draw: 0 })
                .GroupBy(round => (round.Branch, round.Round))
                .Select(group => (IReadOnlyList<double>)[.. group.Select(round => round.Accuracy).OfType<double>()]));
        }

        return Pool(groups);
    }

    /// <summary>Pools the variances of groups of runs that differ in their seed only.</summary>
    public static SeedSpread Pool(IEnumerable<IReadOnlyList<double>> groups)
    {
        var (squares, freedom) = (0.0, 0);
        foreach (var group in groups.Where(group => group.Count > 1))
        {
            var mean = group.Average();
            squares += group.Sum(value => (value - mean) * (value - mean));
            freedom += group.Count - 1;
        }

        return freedom > 0 && squares > 0 ? new SeedSpread(Math.Sqrt(squares / freedom), freedom) : new SeedSpread(Assumed, 0);
    }
}
