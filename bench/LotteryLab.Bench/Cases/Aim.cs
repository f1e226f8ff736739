using System.Text.Json;
using System.Text.Json.Serialization;
using LotteryLab.Bench.Measuring;

namespace LotteryLab.Bench.Cases;

/// <summary>What is compared.</summary>
[JsonConverter(typeof(QuantityJson))]
internal enum Quantity
{
    /// <summary>The other's time over ours: 2 means twice as fast.</summary>
    Speed,

    /// <summary>The floor's time over ours: the share of the time that the arithmetic alone would take.</summary>
    FloorShare,

    /// <summary>Our time over the other's.</summary>
    Time,

    /// <summary>Our peak memory over the other's.</summary>
    Memory,

    /// <summary>Seconds from the start of the process to its first step.</summary>
    StartSeconds,

    /// <summary>Time of the journal over the time of the steps it is about.</summary>
    JournalShare,

    /// <summary>What one more replicate in the process adds to the peak memory, over the bytes that it cannot do without.</summary>
    ReplicateMemory,
}

/// <summary>Writes quantities in camel case.</summary>
internal sealed class QuantityJson() : JsonStringEnumConverter<Quantity>(JsonNamingPolicy.CamelCase);

/// <summary>A comparison with the bound that it should meet.</summary>
/// <param name="Quantity">What is compared.</param>
/// <param name="Against">With whom; <see cref="Quantity.StartSeconds"/> is this one's own, the journal is compared with its steps.</param>
/// <param name="Bound">The aim, or null where there is none and the value is only reported.</param>
internal sealed record Aim(Quantity Quantity, Contender Against, double? Bound = null)
{
    /// <summary>Evaluation points are this many iterations apart in the presets; one line of the journal each.</summary>
    public const int StepsOfAJournalLine = 100;

    /// <summary>Whether large values are good.</summary>
    public bool IsAtLeast => Quantity is Quantity.Speed or Quantity.FloorShare;

    /// <summary>Whether a value meets the bound; null where there is none.</summary>
    public bool? IsMet(double value) => Bound is not { } bound ? null : IsAtLeast ? value >= bound : value <= bound;

    /// <summary>The value of one pair of runs.</summary>
    public double Of(Measurement subject, Measurement other) => Quantity switch
    {
        Quantity.Speed or Quantity.FloorShare => other.MillisecondsPerUnit / subject.MillisecondsPerUnit,
        Quantity.Time => subject.MillisecondsPerUnit / other.MillisecondsPerUnit,
        Quantity.Memory => (double)subject.PeakBytes / other.PeakBytes,
        Quantity.StartSeconds => other.StartSeconds,
        Quantity.JournalShare => subject.MillisecondsPerUnit / (other.MillisecondsPerUnit * StepsOfAJournalLine),
        Quantity.ReplicateMemory => (subject.PeakBytes - other.PeakBytes) / (subject.Threads - 1.0) / subject.Details[Measurement.ReplicateFloorBytes],
        _ => throw new InvalidOperationException($"{Quantity} has no formula."),
    };
}
