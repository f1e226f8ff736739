using LotteryLab.Worker.Running;

namespace LotteryLab.Worker;

/// <summary>What one call of the program reads from and writes to. Tests give their own.</summary>
/// <param name="Output">Results: what a program would read.</param>
/// <param name="Error">Messages for people.</param>
/// <param name="Input">What <c>-</c> reads.</param>
/// <param name="IsTerminal">Whether a person sees <paramref name="Output"/> on a terminal.</param>
/// <param name="Signals">Ctrl-C and termination.</param>
internal sealed record Session(TextWriter Output, TextWriter Error, TextReader Input, bool IsTerminal, StopSignals Signals)
{
    /// <summary>The session of a process.</summary>
    public static Session OfConsole(StopSignals signals) =>
        new(Console.Out, Console.Error, Console.In, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb", signals);

    /// <summary>Writes a line of results; lines end the same way everywhere.</summary>
    public void Line(string text = "")
    {
        Output.Write(text);
        Output.Write('\n');
    }
}
