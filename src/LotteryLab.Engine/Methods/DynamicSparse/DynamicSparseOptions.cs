using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Connectivity;

namespace LotteryLab.Engine.Methods.DynamicSparse;

/// <summary>Options of dynamic sparse training (card 03, B).</summary>
public record DynamicSparseOptions : SparseStartOptions
{
    /// <summary>alpha.</summary>
    [Option("Share of the active weights of each layer that an update replaces at first (alpha).", Min = 0, Max = 1, MinExclusive = true)]
    public double DropFraction { get; init; } = 0.3;

    /// <summary>How the fraction falls.</summary>
    [Option("How the share falls until updates stop: cosine, constant, or inverse-power.", Choices = [DropSchedule.Cosine, DropSchedule.Constant, DropSchedule.InversePower])]
    public string Decay { get; init; } = DropSchedule.Cosine;

    /// <summary>Exponent of the inverse power.</summary>
    [Option("Exponent of inverse-power; larger values fall faster.", Min = 0, Max = 20)]
    public double DecayExponent { get; init; } = 3;

    /// <summary>delta t.</summary>
    [Option("Training between two updates; too little leaves grown weights no time to become large.", Min = 0, MinExclusive = true)]
    public TrainingLength UpdateInterval { get; init; } = TrainingLength.FromIterations(100);

    /// <summary>First update.</summary>
    [Option("Position of the first update.", Min = 0)]
    public TrainingLength Begin { get; init; }

    /// <summary>Last update as a share of training.</summary>
    [Option("Share of training after which the connections stay as they are; 1 never stops.", Min = 0, Max = 1, MinExclusive = true)]
    public double StopShare { get; init; } = 0.75;

    /// <summary>Last update as a position; wins over <see cref="StopShare"/>.</summary>
    [Option("Position after which the connections stay as they are, instead of a share; 0it takes the share.", Min = 0)]
    public TrainingLength StopAt { get; init; }

    /// <summary>Whether final masks are trained again as tickets.</summary>
    [Option("Also train each final mask from the initialisation, without updates, as a branch of its own: is the mask a lottery ticket?")]
    public bool RetrainFinalMask { get; init; }

    /// <summary>The schedule in iterations.</summary>
    internal DropSchedule Schedule(ReplicatePlan plan)
    {
        var stop = StopAt == TrainingLength.Zero ? (long)Math.Floor(StopShare * plan.TotalIterations) : StopAt.ToIterations(plan.IterationsPerEpoch);
        return new DropSchedule(DropFraction, Decay, DecayExponent, Begin.ToIterations(plan.IterationsPerEpoch), stop, UpdateInterval.ToIterations(plan.IterationsPerEpoch));
    }
}
