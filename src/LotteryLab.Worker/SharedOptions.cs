using System.CommandLine;
using System.CommandLine.Parsing;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Presets;

namespace LotteryLab.Worker;

/// <summary>Options and arguments that several verbs have, so that they mean the same everywhere.</summary>
internal static class SharedOptions
{
    /// <summary><c>--lab</c>, also written <c>--out</c>: the laboratory folder.</summary>
    public static Option<string?> Laboratory() => new("--lab", "--out")
    {
        Description = "Laboratory folder, where experiments and results are kept [default: LOTTERYLAB_HOME, else a folder of the user]",
        HelpName = "DIR",
    };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json(string description = "Write JSON instead of text") => new("--json") { Description = description };

    /// <summary><c>--device</c>.</summary>
    public static Option<string> Device()
    {
        var option = new Option<string>("--device") { Description = "Device that trains: cpu, cuda or cuda:N", HelpName = "DEVICE", DefaultValueFactory = _ => "cpu" };
        option.CompletionSources.Add("cpu", "cuda", "cuda:0");
        option.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            var isKnown = text is "cpu" or "cuda" || (text.StartsWith("cuda:", StringComparison.Ordinal) && byte.TryParse(text.AsSpan(5), System.Globalization.NumberStyles.None, null, out _));
            if (!isKnown)
            {
                result.AddError($"'{text}' is no device. Allowed: cpu, cuda, cuda:0, cuda:1 and so on.");
            }
        });
        return option;
    }

    /// <summary>A spec: file, <c>-</c>, or preset.</summary>
    public static Argument<string> Spec()
    {
        var argument = new Argument<string>("SPEC") { HelpName = "SPEC", Description = "Spec: a JSON file, - for the standard input, or the id of a preset" };
        argument.CompletionSources.Add(_ => PresetCatalog.Ids());
        return argument;
    }

    /// <summary>An experiment: folder, id, spec file or preset.</summary>
    public static Argument<string> Experiment()
    {
        var argument = new Argument<string>("EXPERIMENT") { HelpName = "EXPERIMENT", Description = "Experiment: its folder, its id (as 'lotterylab list' shows it), its spec file, or the preset it ran" };
        argument.CompletionSources.Add(_ => PresetCatalog.Ids());
        return argument;
    }

    /// <summary>A whole number of at least one.</summary>
    public static Option<int?> Count(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result => RefuseBelowOne(result, name));
        return option;
    }

    /// <summary>The laboratory that was named, or the default one.</summary>
    public static Laboratory Open(string? folder) => folder is null ? Engine.Artifacts.Laboratory.Default() : new Laboratory(folder);

    private static void RefuseBelowOne(OptionResult result, string name)
    {
        if (result.Errors.Any() || result.Tokens.Count == 0)
        {
            return;
        }

        if (!int.TryParse(result.Tokens[0].Value, out var value) || value < 1)
        {
            result.AddError($"{name} must be a whole number of at least 1; '{result.Tokens[0].Value}' is not.");
        }
    }
}
