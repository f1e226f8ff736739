using System.Reflection;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>
/// Knows how to check one shape of case file. A class that implements this, anywhere in this assembly, is found by itself; it needs a
/// constructor without parameters.
/// </summary>
public interface IGoldenCase
{
    /// <summary>Values of <c>method</c> that it checks. A case of one of them that no class takes fails.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Whether a case of one of these methods has the shape that this class checks; exactly one class may say so.</summary>
    bool HasShape(GoldenCase golden);

    /// <summary>Computes with our code what the file expects and compares to the file's tolerance; throws when it differs. Reads every member.</summary>
    void Verify(GoldenCase golden);
}

/// <summary>All handlers of this assembly.</summary>
internal static class GoldenHandlers
{
    // Folders of methods that the engine does not have yet. Whoever adds one takes its folder out of here.
    private static readonly Dictionary<string, string> Later = new(StringComparer.Ordinal)
    {
        ["adversarial"] = "attacks",
        ["bert-tickets"] = "tickets of BERT",
        ["cka"] = "similarity of representations",
        ["corruptions"] = "corrupted images",
        ["elastic-tickets"] = "tickets that change their depth",
        ["energy"] = "energy and carbon",
        ["grokking-tickets"] = "tickets of networks that grok",
        ["l1-filter"] = "filter pruning",
        ["layer-tickets"] = "layer tickets",
        ["network-slimming"] = "network slimming",
        ["null-model-audit"] = "audit by null models",
        ["ood"] = "detection of foreign images",
        ["rethinking-budgets"] = "budgets of training from scratch",
        ["rethinking-weight-level"] = "pruning of trained weights",
        ["robust-tickets"] = "robust tickets",
        ["shrink"] = "networks that become smaller",
        ["supertickets"] = "tickets of supernets",
        ["ticket-ownership"] = "ownership of tickets",
        ["ticket-planner"] = "planning of replicates",
    };

    public static IReadOnlyList<IGoldenCase> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IGoldenCase).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IGoldenCase)Activator.CreateInstance(type)!)];

    /// <summary>Why a case waits for its method; null where it has to be checked.</summary>
    public static string? Waits(GoldenCase golden) => Later.GetValueOrDefault(golden.Folder);

    /// <summary>Checks a case, and that all of it was read.</summary>
    /// <exception cref="GoldenException">Nobody knows its method or its shape, or something in it was not read.</exception>
    public static void Verify(GoldenCase golden)
    {
        var known = All.Where(handler => handler.Methods.Contains(golden.Method, StringComparer.Ordinal)).ToArray();
        GoldenCase.Require(known.Length > 0, $"the method '{golden.Method}' is known neither to the engine nor as one that comes later");
        var found = known.Where(handler => handler.HasShape(golden)).ToArray();
        GoldenCase.Require(found.Length > 0, $"nobody checks a case of '{golden.Method}' with this shape: params {Names(golden.Params)}, expected {Names(golden.Expected)}");
        GoldenCase.Require(found.Length == 1, $"the case is claimed by {string.Join(" and ", found.Select(handler => handler.GetType().Name))}");
        _ = golden.Tolerance;
        found[0].Verify(golden);
        var unread = golden.Root.Unread().ToArray();
        GoldenCase.Require(unread.Length == 0, $"nobody has read {string.Join(", ", unread.Take(20))}{(unread.Length > 20 ? $" and {unread.Length - 20} more" : "")}: read it, or declare it with a reason");
    }

    private static string Names(GoldenNode node) => $"({string.Join(", ", node.Members().Select(member => member.Key))})";
}
