using System.Text;

namespace LotteryLab.Engine.Specs;

/// <summary>One thing that is wrong with a spec.</summary>
/// <param name="Path">Where, for example <c>training.batchSize</c> or <c>controls[1].name</c>; empty for the spec as a whole.</param>
/// <param name="Value">What stands there, as JSON, shortened; null when nothing does.</param>
/// <param name="Message">What is wrong, a sentence.</param>
/// <param name="Allowed">What would be right, for example <c>a whole number of at least 1</c>; empty when the message says it all.</param>
public sealed record SpecProblem(string Path, string? Value, string Message, string Allowed)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Path.Length == 0 ? "spec" : Path);
        if (Value is not null)
        {
            text.Append(" = ").Append(Value);
        }

        text.Append(": ").Append(Message);
        return Allowed.Length == 0 ? text.ToString() : text.Append(" Allowed: ").Append(Allowed).Append('.').ToString();
    }
}

/// <summary>A spec that cannot be used. The message lists every problem, each with its place.</summary>
public sealed class UnparsedSpecException(IReadOnlyList<SpecProblem> problems)
    : LotteryLabException("spec.invalid", Describe(problems), "")
{
    /// <summary>Every problem that was found, in the order in which they were found.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; } = problems;

    private static string Describe(IReadOnlyList<SpecProblem> problems)
    {
        var heading = problems.Count == 1 ? "The spec has a problem:" : $"The spec has {problems.Count} problems:";
        return string.Join('\n', problems.Select(problem => $"- {problem}").Prepend(heading));
    }
}
