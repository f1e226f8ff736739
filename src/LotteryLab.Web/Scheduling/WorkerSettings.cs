namespace LotteryLab.Web.Scheduling;

/// <summary>How workers are started: section <c>LotteryLab</c> of the settings.</summary>
internal sealed record WorkerSettings
{
    /// <summary>Path of the worker program (<c>lotterylab</c> or <c>lotterylab.dll</c>); empty looks beside the web app.</summary>
    public string Worker { get; init; } = "";

    /// <summary>Devices, one worker each, separated by commas (<c>cpu</c>, <c>cuda:0</c>); empty asks the worker: every GPU, else the CPU.</summary>
    public string Devices { get; init; } = "";

    /// <summary>Steps side by side in a worker; 0 leaves it to the worker.</summary>
    public int Lanes { get; init; }

    /// <summary>Deaths of the worker in one step after which that step is given up.</summary>
    public int MaximumCrashes { get; init; } = 3;

    /// <summary>Deaths of the worker since the launch after which the experiment is taken out of the queue.</summary>
    public int MaximumAttempts { get; init; } = 12;

    /// <summary>Whether the machine is measured once, while it is idle, so that the first run has a forecast.</summary>
    public bool Calibrates { get; init; } = true;

    /// <summary>Longest pause, in seconds, before a worker that died again and again is started once more.</summary>
    public int LongestPause { get; init; } = 60;

    /// <summary>Reads the settings.</summary>
    public static WorkerSettings Of(IConfiguration configuration)
    {
        var section = configuration.GetSection("LotteryLab");
        return new WorkerSettings
        {
            Worker = section["Worker"] ?? "",
            Devices = section["Devices"] ?? "",
            Lanes = section.GetValue("Lanes", 0),
            MaximumCrashes = section.GetValue("MaximumCrashes", 3),
            MaximumAttempts = section.GetValue("MaximumAttempts", 12),
            Calibrates = section.GetValue("Calibrates", true),
            LongestPause = section.GetValue("LongestPause", 60),
        };
    }
}
