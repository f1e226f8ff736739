using System.Globalization;
using System.Threading.Channels;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;
using LotteryLab.Worker.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LotteryLab.Worker.Display;

/// <summary>On a terminal: finished rounds scroll up, and below them stay a bar with the time that is left and the steps that are worked on.</summary>
internal sealed class LiveDisplay : IRunDisplay
{
    private const int BarWidth = 24;
    private readonly IAnsiConsole console;
    private readonly Task drawing;

    // One writer draws, so that lines and bar never mix; a newer status replaces one that was not drawn yet.
    private readonly Channel<RoundResult> rounds = Channel.CreateUnbounded<RoundResult>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource end = new();
    private volatile RunStatus? latest;

    public LiveDisplay(Session session)
    {
        console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Output) });
        drawing = console.Live(new Paragraph("Preparing...")).AutoClear(true).StartAsync(DrawAsync);
    }

    /// <inheritdoc/>
    public void OnStatus(RunStatus status) => latest = status;

    /// <inheritdoc/>
    public void OnRound(RoundResult round) => rounds.Writer.TryWrite(round);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        rounds.Writer.TryComplete();
        await end.CancelAsync().ConfigureAwait(false);
        await drawing.ConfigureAwait(false);
        end.Dispose();
    }

    private async Task DrawAsync(LiveDisplayContext context)
    {
        while (true)
        {
            while (rounds.Reader.TryRead(out var round))
            {
                console.WriteLine(ResultTable.Line(round));
            }

            if (latest is { } status)
            {
                context.UpdateTarget(Picture(status));
            }

            if (end.IsCancellationRequested)
            {
                return;
            }

            await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(250), end.Token), rounds.Reader.WaitToReadAsync(end.Token).AsTask()).ConfigureAwait(false);
        }
    }

    private static Rows Picture(RunStatus status)
    {
        var filled = (int)Math.Round(status.Progress * BarWidth);
        var bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/]";
        var remaining = status.RemainingSeconds is { } seconds ? $"{Numbers.Duration(seconds)} left" : "estimating";
        var lines = new List<IRenderable>
        {
            new Markup(string.Create(CultureInfo.InvariantCulture, $"{bar} {status.Progress * 100,3:F0}%  {status.Finished}/{status.Steps} steps  {remaining}  {Numbers.Groups(status.IterationsPerSecond)} it/s")),
        };
        lines.AddRange(status.Running.Select(step => new Paragraph($"  {step}")));
        lines.AddRange(status.Problems.Select(problem => new Paragraph($"  {problem}", new Style(Color.Red))));
        return new Rows(lines);
    }
}
