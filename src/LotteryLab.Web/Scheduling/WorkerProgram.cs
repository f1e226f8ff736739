using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Web.Scheduling;

/// <summary>The program that trains: where it is, and what it says about this machine. The web app itself never loads LibTorch.</summary>
internal sealed partial class WorkerProgram(WorkerSettings settings, Laboratory laboratory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How long an answer that names an obstacle is believed: somebody is mending it.</summary>
    private static readonly TimeSpan ObstacleLifetime = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim gate = new(1, 1);
    private WorkerFacts? facts;
    private long asked;

    /// <summary>Command that starts the worker.</summary>
    /// <exception cref="LotteryLabException">There is no worker.</exception>
    public IReadOnlyList<string> Command()
    {
        var path = Candidates().FirstOrDefault(File.Exists)
            ?? throw new LotteryLabException("worker.missing", "The program that trains (lotterylab) was not found.", "Build it with './lab build' or 'dotnet build', or name it in the setting LotteryLab:Worker.");
        return path.EndsWith(".dll", StringComparison.Ordinal) ? [Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", path] : [path];
    }

    /// <summary>Whether the worker has answered already.</summary>
    public bool IsKnown => facts is not null;

    /// <summary>What the worker found on this machine; asked once, and again while something hinders it.</summary>
    /// <exception cref="LotteryLabException">There is no worker, or it cannot start.</exception>
    public async Task<WorkerFacts> FactsAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (facts is null || (facts.Obstacle is not null && Stopwatch.GetElapsedTime(asked) > ObstacleLifetime))
            {
                facts = await AskAsync(cancellation).ConfigureAwait(false);
                asked = Stopwatch.GetTimestamp();
            }

            return facts;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Runs one of the worker's short verbs to its end, without a window and without looking at what it says.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="LotteryLabException">There is no worker, or it does not start.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process is gone.</exception>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var command = Command();
        using var process = Process.Start(new ProcessStartInfo(command[0], [.. command.Skip(1), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true }) ?? throw Broken("it did not start");
        try
        {
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation), process.WaitForExitAsync(cancellation)).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private IEnumerable<string> Candidates()
    {
        if (settings.Worker.Length > 0)
        {
            return [Path.GetFullPath(settings.Worker)];
        }

        // Published, both programs share a folder; built, each has its own below artifacts/bin/<project>/<configuration>.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var built = Path.Combine(here.Parent?.Parent?.FullName ?? here.FullName, "LotteryLab.Worker");
        var executable = OperatingSystem.IsWindows() ? "lotterylab.exe" : "lotterylab";
        string[] folders = [here.FullName, Path.Combine(built, here.Name), Path.Combine(built, "release"), Path.Combine(built, "debug")];
        return folders.SelectMany(folder => new[] { Path.Combine(folder, "lotterylab.dll"), Path.Combine(folder, executable) });
    }

    private async Task<WorkerFacts> AskAsync(CancellationToken cancellation)
    {
        var command = Command();
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), "doctor", "--json", "--lab", laboratory.Root, .. FirstDevice()]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using var process = Process.Start(start) ?? throw Broken("it did not start");
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return Read(output) ?? throw Broken((await errors.ConfigureAwait(false)).Trim());
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more, and a check left behind would go on measuring beside whatever comes next.
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw Broken("it did not answer within two minutes");
        }
    }

    private WorkerFacts? Read(string output)
    {
        try
        {
            var findings = (JsonNode.Parse(output)?.AsArray() ?? []).Select(finding => new WorkerFinding(
                (string?)finding?["subject"] ?? "",
                (string?)finding?["state"] ?? "",
                (string?)finding?["found"] ?? "",
                (string?)finding?["fix"] ?? "")).ToList();
            var version = findings.FirstOrDefault(finding => finding is { Subject: "LibTorch", State: "good" })?.Found.Split(' ')[0];
            var gpu = findings.FirstOrDefault(finding => finding is { Subject: "GPU", State: "good" })?.Found ?? "";
            var count = LeadingNumber().Match(gpu) is { Success: true } match ? int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
            var numerics = findings.FirstOrDefault(finding => finding is { Subject: "numerics", State: "good" })?.Found;
            return new WorkerFacts(version ?? "", numerics ?? "", DevicesOf(count), findings);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The numerics that it names are those of this device.
    private string[] FirstDevice() => Named is [var first, ..] ? ["--device", first] : [];

    private string[] Named => settings.Devices.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private IReadOnlyList<string> DevicesOf(int gpus)
    {
        if (Named is { Length: > 0 } named)
        {
            return named;
        }

        return gpus == 0 ? ["cpu"] : [.. Enumerable.Range(0, gpus).Select(number => $"cuda:{number}")];
    }

    private static LotteryLabException Broken(string reason) =>
        new("worker.broken", $"The program that trains cannot be used: {(reason.Length == 0 ? "it said nothing" : reason)}.", "Run 'lotterylab doctor' and follow what it says.");

    [GeneratedRegex("^[0-9]{1,3}")]
    private static partial Regex LeadingNumber();
}

/// <summary>What the worker says about this machine.</summary>
/// <param name="LibTorchVersion">Version of LibTorch; empty when it cannot be loaded.</param>
/// <param name="Numerics">What goes into the keys of steps that the first device would run; empty when LibTorch cannot be loaded.</param>
/// <param name="Devices">Devices that train, one worker each.</param>
/// <param name="Findings">All findings.</param>
internal sealed record WorkerFacts(string LibTorchVersion, string Numerics, IReadOnlyList<string> Devices, IReadOnlyList<WorkerFinding> Findings)
{
    /// <summary>Why nothing can be trained here, in the worker's own words; null when it can.</summary>
    public LotteryLabException? Obstacle => LibTorchVersion.Length > 0
        ? null
        : Findings.FirstOrDefault(finding => finding is { Subject: "LibTorch" }) is { } finding
            ? new LotteryLabException("worker.no-libtorch", finding.Found, finding.Fix)
            : new LotteryLabException("worker.no-libtorch", "The worker says nothing of LibTorch.", "Run 'lotterylab doctor' and follow what it says.");
}

/// <summary>One finding of the worker's doctor.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="State">good, note or problem.</param>
/// <param name="Found">What was found.</param>
/// <param name="Fix">What to do; empty when nothing has to be done.</param>
internal sealed record WorkerFinding(string Subject, string State, string Found, string Fix);
