using System.CommandLine;
using LotteryLab.Worker.Running;

namespace LotteryLab.Worker.Verbs;

/// <summary>Options of the verbs that train.</summary>
internal sealed class RunOptions
{
    private readonly Option<string> device = SharedOptions.Device();
    private readonly Option<int?> lanes = SharedOptions.Count("--lanes", "Steps worked on side by side [default: one a core, one on a GPU]");
    private readonly Option<int?> threads = SharedOptions.Count("--threads", "LibTorch threads of each lane; more than one gives experiments of their own, because sums round differently [default: 1]");
    private readonly Option<int?> batched = SharedOptions.Count("--batch-replicates", "Trainings that run as one network where they can, for GPUs that a small network leaves idle; gives experiments of their own, because sums round differently [default: 1]");
    private readonly Option<bool> json = SharedOptions.Json("Write one JSON object a line (events status, round and end) and nothing else");
    private readonly Option<int> crashes = new("--max-crashes") { Description = "Refuse a step in which the process died this often; 0 tries for ever", HelpName = "N" };
    private readonly Option<bool> queued = new("--queued") { Description = "Started by a queue: a request to pause or cancel that is already there counts", Hidden = true };
    private readonly Option<double?> checkpoints = new("--checkpoint-seconds") { Description = "Shortest time between checkpoints inside a training [default: 15]", HelpName = "S" };

    public RunOptions()
    {
        crashes.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() < 0)
            {
                result.AddError("--max-crashes must be 0 or more.");
            }
        });
        checkpoints.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<double?>() is not (null or (>= 0 and <= 86_400)))
            {
                result.AddError("--checkpoint-seconds must be between 0 and 86400.");
            }
        });
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { device, lanes, threads, batched, json, crashes, checkpoints, queued })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was chosen.</summary>
    public RunSettings Read(ParseResult parsed) => new()
    {
        Device = parsed.GetValue(device)!,
        Lanes = parsed.GetValue(lanes),
        Threads = parsed.GetValue(threads) ?? 1,
        BatchReplicates = parsed.GetValue(batched) ?? 1,
        MaximumCrashes = parsed.GetValue(crashes),
        CheckpointSeconds = parsed.GetValue(checkpoints),
        IsJson = parsed.GetValue(json),
        IsQueued = parsed.GetValue(queued),
    };
}
