namespace LotteryLab.Engine;

/// <summary>
/// A failure that a person can act on: what happened, and what to do next. The message is shown as it is; <see cref="Code"/> is stable.
/// </summary>
public class LotteryLabException(string code, string message, string fix, Exception? inner = null)
    : Exception(fix.Length == 0 ? message : $"{message} {fix}", inner)
{
    /// <summary>Stable identifier such as <c>dataset.corrupt</c>, for programs and documentation.</summary>
    public string Code { get; } = code;

    /// <summary>What happened, to what; one or two sentences.</summary>
    public string Problem { get; } = message;

    /// <summary>What to do next.</summary>
    public string Fix { get; } = fix;
}
