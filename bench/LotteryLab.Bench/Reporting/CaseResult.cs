using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;

namespace LotteryLab.Bench.Reporting;

/// <summary>How a comparison came out.</summary>
/// <param name="Aim">What was compared and what it should reach.</param>
/// <param name="Value">The values of all pairs: each run is compared with the run of the other program next to it in time.</param>
internal sealed record Finding(Aim Aim, Spread Value)
{
    /// <summary><c>met</c>, <c>missed</c>, or null where there is no aim. The median decides.</summary>
    public string? Verdict => Aim.IsMet(Value.Median) switch { true => "met", false => "missed", null => null };
}

/// <summary>A measured row.</summary>
/// <param name="Case">The row.</param>
/// <param name="Runs">All runs of all programs of the row, in the order of the pairs.</param>
internal sealed record CaseResult(BenchCase Case, IReadOnlyDictionary<Contender, IReadOnlyList<Measurement>> Runs)
{
    /// <summary>Every comparison of the row.</summary>
    public IReadOnlyList<Finding> Findings =>
        [.. Case.Aims.Select(aim => new Finding(aim, Statistics.Spread([.. Runs[Case.Subject].Zip(Runs[aim.Against], aim.Of)])))];

    /// <summary>Wall-clock milliseconds of a unit.</summary>
    public Spread Milliseconds(Contender contender) => Statistics.Spread([.. Runs[contender].Select(run => run.MillisecondsPerUnit)]);

    /// <summary>Processor milliseconds of a unit.</summary>
    public Spread CpuMilliseconds(Contender contender) => Statistics.Spread([.. Runs[contender].Select(run => run.CpuMillisecondsPerUnit)]);

    /// <summary>Peak resident memory in MiB.</summary>
    public Spread PeakMebibytes(Contender contender) => Statistics.Spread([.. Runs[contender].Select(run => run.PeakBytes / 1048576.0)]);
}
