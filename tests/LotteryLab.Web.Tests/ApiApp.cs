using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Data.Ingest;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Scheduling;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LotteryLab.Web.Tests;

/// <summary>The app over a laboratory of its own, with a shell script in the place of the worker.</summary>
public sealed class ApiApp : WebApplicationFactory<Program>
{
    private readonly string home = Directory.CreateTempSubdirectory("lotterylab-api-").FullName;

    /// <summary>What the fake worker does after it has answered "doctor"; it gets the spec's path as $2. It ends with bad input when nobody says otherwise.</summary>
    public string WorkerScript { get; init; } = "echo 'the spec is not to its taste' >&2; exit 2";

    /// <summary>Whether people must sign in.</summary>
    public bool HasAccounts { get; init; }

    /// <summary>More services, or others.</summary>
    public Action<IServiceCollection> Change { get; init; } = _ => { };

    /// <summary>Where data sets are kept; nothing is in it at first.</summary>
    public string DataFolder => Path.Combine(home, "data");

    /// <summary>Hears every line that the app logs, whatever the settings say; null when nobody listens.</summary>
    public ILoggerProvider? Lines { get; init; }

    /// <summary>Whether links may show charts inside other sites.</summary>
    public bool AllowsEmbedding { get; init; } = true;

    public Laboratory Laboratory => new(home);

    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A preset's spec with another seed.</summary>
    public static string Spec(long seed = 1)
    {
        var spec = PresetCatalog.Default.Find("first-ticket").Spec;
        return SpecWriter.Pretty(spec with { Seed = seed });
    }

    /// <summary>An experiment with one trained round and its mask, as a worker would have left it.</summary>
    public async Task<(string Id, string Ticket)> AddFinishedAsync(CancellationToken cancellation)
    {
        var spec = new SpecReader(ComponentCatalog.Default).Read(Spec(77));
        var place = Laboratory.ExperimentFolder(SpecHash.Of(spec));
        var id = Path.GetFileName(place);

        // Made aside and put in its place whole: the app looks at the folders all the time, and would tell what it sees of half a one.
        var folder = new ExperimentFolder(Path.Combine(home, "made-aside", id));
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(folder.SpecPath, SpecWriter.Pretty(spec), cancellation);
        var (start, mask, training) = (StepKey.Of("start"), StepKey.Of("mask"), StepKey.Of("training"));
        var plan = new PlanRecord(spec.Name, SpecHash.Of(spec), "libtorch-0/cpu", 10, [new TensorCount("fc.weight", 12, 12)], [], [new RoundRecord(0, Branch.Ticket, 0, 1, start.Hex, mask.Hex, training.Hex)], []);
        await File.WriteAllBytesAsync(folder.PlanPath, plan.ToJson(), cancellation);
        WriteState(start);
        WriteState(training, writer => writer.WriteJson(ArtifactFiles.Training, new JsonObject { ["summary"] = new JsonObject { ["finalTestAccuracy"] = 0.9, ["finalTrainAccuracy"] = 0.9 }, ["points"] = new JsonArray(Point()) }), new JsonObject { ["start"] = start.Hex, ["mask"] = mask.Hex });
        WriteMask(mask);
        using (var journal = new JournalWriter(Laboratory.JournalOf(training)))
        {
            journal.Append("evaluation", Point());
        }

        using (var events = new JournalWriter(folder.JournalPath))
        {
            events.Append("step", new JsonObject { ["key"] = mask.Hex, ["state"] = "done" });
            events.Append("step", new JsonObject { ["key"] = training.Hex, ["state"] = "done" });
            events.Append("round", new JsonObject { ["replicate"] = 0, ["branch"] = PlannedRound.TicketBranch, ["draw"] = 0, ["round"] = 1, ["kept"] = 5, ["prunable"] = 12, ["finalTestAccuracy"] = 0.9, ["training"] = training.Hex });
        }

        folder.WriteStatus(new RunStatus { State = RunState.Succeeded, Steps = 3, Finished = 3, Failed = 0, Progress = 1, RemainingSeconds = 0, IterationsPerSecond = 1, ElapsedSeconds = 1, At = DateTimeOffset.UtcNow });
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Directory.Move(folder.Path, place);
        await Service<JournalFollower>().FollowAsync(id, cancellation);
        return (id, training.Hex);
    }

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(cancellation))!;

    /// <summary>Waits for something that a hosted service does.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T?>> look, CancellationToken cancellation)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(180));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        var worker = FakeWorker.Install(home, WorkerScript);
        builder.UseSetting("LotteryLab:Accounts", HasAccounts ? "true" : "false");
        builder.UseSetting("LotteryLab:Embedding", AllowsEmbedding ? "true" : "false");
        builder.ConfigureTestServices(services =>
        {
            services.RemoveAll<ILoggerProvider>().AddSingleton(new Laboratory(home)).AddSingleton(new WorkerSettings { Worker = worker, MaximumAttempts = 2, Calibrates = false });
            services.AddSingleton(new DatasetFolder([DataFolder]));
            Change(services);
        });
        if (Lines is not null)
        {
            builder.ConfigureTestServices(services => services.AddSingleton(Lines).Configure<LoggerFilterOptions>(options =>
            {
                options.Rules.Clear();
                options.MinLevel = LogLevel.Trace;
            }));
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            LaboratoryRemains.Delete(home);
        }
    }

    private static JsonObject Point() => new() { ["iteration"] = 0, ["learningRate"] = 0.1, ["trainLoss"] = null, ["testAccuracy"] = 0.5 };

    private void WriteMask(StepKey key)
    {
        using var writer = Laboratory.Store.Begin(key);
        var mask = BitMask.From(12, index => index < 5);
        writer.Write(ArtifactFiles.Mask, MaskFile.ToBytes(new MaskSet([new("fc.weight", mask)])));
        writer.WriteJson(ArtifactFiles.Pruning, new JsonObject { ["tensors"] = new JsonArray(new JsonObject { ["name"] = "fc.weight", ["count"] = 12, ["kept"] = 5 }) });
        Laboratory.Store.Publish(key, new JsonObject { ["kind"] = "prune" }, writer);
    }

    private void WriteState(StepKey key, Action<Engine.Artifacts.ArtifactWriter>? more = null, JsonObject? inputs = null)
    {
        using var writer = Laboratory.Store.Begin(key);
        var values = new byte[48];
        for (var i = 0; i < 12; i++)
        {
            BitConverter.TryWriteBytes(values.AsSpan(i * 4), i - 6f);
        }

        using var stream = new MemoryStream();
        Engine.Files.SafetensorsFile.Write(stream, [new Engine.Files.SafetensorsEntry("fc.weight", Engine.Files.SafetensorsType.F32, [3, 4], values)]);
        writer.Write(ArtifactFiles.State, stream.ToArray());
        more?.Invoke(writer);
        Laboratory.Store.Publish(key, new JsonObject { ["kind"] = more is null ? "initialize" : "train", ["inputs"] = inputs ?? [] }, writer);
    }
}
