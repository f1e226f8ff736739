using System.Text.Json.Nodes;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Steps;

/// <summary>A network as steps name it: architecture with its options, input shape and classes.</summary>
/// <param name="Architecture">Family and options.</param>
/// <param name="Input">Shape of one image.</param>
/// <param name="Classes">Number of logits.</param>
public sealed record NetworkReference(ComponentSpec Architecture, ImageShape Input, int Classes)
{
    /// <summary>The same network, its weights drawn from another distribution.</summary>
    public NetworkReference WithInitializer(string initializer) =>
        this with { Architecture = Architecture with { Options = Architecture.OptionsAs<ArchitectureOptions>() with { Initializer = initializer } } };

    /// <summary>What goes into step keys.</summary>
    public JsonObject ToJson() => new()
    {
        ["architecture"] = CanonicalJson.OfComponent(Architecture),
        ["input"] = new JsonArray(Input.Channels, Input.Height, Input.Width),
        ["classes"] = Classes,
    };
}

/// <summary>A data set as steps name it: source with its options, and the fingerprint of its content.</summary>
/// <param name="Dataset">Source and options.</param>
/// <param name="Fingerprint">SHA-256 of the content.</param>
public sealed record DatasetReference(ComponentSpec Dataset, string Fingerprint)
{
    /// <summary>What goes into step keys.</summary>
    public JsonObject ToJson() => new()
    {
        ["source"] = CanonicalJson.OfComponent(Dataset),
        ["fingerprint"] = Fingerprint,
    };

    /// <summary>Training images that are left after validation and subset.</summary>
    /// <exception cref="LotteryLabException">None is left.</exception>
    public static int TrainImages(DatasetOptions options, DatasetFacts facts)
    {
        var left = facts.TrainCount - options.Validation;
        if (left < 1 || options.TrainSubset > left)
        {
            throw new LotteryLabException(
                "dataset.too-small",
                $"The data set has {facts.TrainCount} training images; {options.Validation} for validation leave {Math.Max(left, 0)}, and {(options.TrainSubset == 0 ? "at least 1 is" : $"{options.TrainSubset} are")} needed for training.",
                "Lower dataset.validation or dataset.trainSubset.");
        }

        return options.TrainSubset == 0 ? left : options.TrainSubset;
    }
}
