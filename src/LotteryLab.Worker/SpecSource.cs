using LotteryLab.Engine;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Worker;

/// <summary>Finds the spec that a person means: a file, the standard input, or a preset.</summary>
internal static class SpecSource
{
    /// <summary>Text of the spec; presets are written out with all their options.</summary>
    /// <exception cref="LotteryLabException">There is no such file and no such preset.</exception>
    public static string ReadText(string source, TextReader input)
    {
        if (source == "-")
        {
            return ReadLimited(input);
        }

        if (File.Exists(source))
        {
            using var file = File.OpenText(source);
            return ReadLimited(file);
        }

        var ids = PresetCatalog.Ids();
        if (ids.Contains(source))
        {
            return SpecWriter.Pretty(PresetCatalog.Default.Find(source).Spec);
        }

        var nearest = NearestName.Find(Path.GetFileNameWithoutExtension(source), ids);
        var suggestion = nearest is null ? "" : $"Did you mean the preset '{nearest}'? ";
        throw new LotteryLabException("spec.not-found", $"There is no file and no preset '{source}'.", $"{suggestion}'lotterylab presets' lists the presets.");
    }

    /// <summary>The spec.</summary>
    /// <exception cref="LotteryLabException">It is missing or has problems, all of which are listed.</exception>
    public static ExperimentSpec Read(string source, TextReader input, ComponentCatalog catalog) =>
        new SpecReader(catalog).Read(ReadText(source, input));

    private static string ReadLimited(TextReader reader)
    {
        // One character more than the longest spec, so that the reader can say that it is too long.
        var buffer = new char[SpecReader.LongestText + 1];
        var length = reader.ReadBlock(buffer);
        return new string(buffer, 0, length);
    }
}
