using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Granularities;

/// <summary>Options of <see cref="GroupGranularity"/>.</summary>
public sealed record GroupOptions
{
    /// <summary>N.</summary>
    [Option("Weights kept in each group (N of N:M).", Min = 1, Max = 32)]
    public int Kept { get; init; } = 2;

    /// <summary>M.</summary>
    [Option("Weights of a group (M of N:M).", Min = 2, Max = 32)]
    public int Of { get; init; } = 4;
}

/// <summary>N of every M consecutive weights along the input dimension (card 03, F).</summary>
public sealed class GroupGranularity : IGranularity, ISpecCheck
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new(
        "n-m",
        "N:M groups",
        "Keeps the N best of every M neighbours along the input dimension, as sparse tensor cores want it: 2:4, 1:4, 4:8. Tensors whose inputs are no multiple of M stay dense and are reported.")
    {
        Papers = [new("Zhou et al., Learning N:M Fine-grained Structured Sparse Neural Networks From Scratch, ICLR 2021", "https://arxiv.org/abs/2102.04010")],
        KnownFailures = ["The first convolution of an image network has 3 inputs and stays dense."],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(GroupOptions);

    /// <inheritdoc/>
    public long? UnitSize(ParameterDefinition weight, object options) => weight.Shape[1] % ((GroupOptions)options).Of == 0 ? 1 : null;

    /// <inheritdoc/>
    public GroupPattern? Pattern(object options) => new(((GroupOptions)options).Kept, ((GroupOptions)options).Of);

    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options)
    {
        var groups = (GroupOptions)options;
        if (groups.Kept >= groups.Of)
        {
            yield return new SpecProblem(".kept", groups.Kept.ToString(System.Globalization.CultureInfo.InvariantCulture), "N of M keeps fewer than M weights.", $"a whole number below {groups.Of}");
        }
    }
}
