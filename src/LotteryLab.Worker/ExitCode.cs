namespace LotteryLab.Worker;

/// <summary>What the program tells whoever started it.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>A check found problems (doctor, verify).</summary>
    public const int ProblemsFound = 1;

    /// <summary>Something that was given cannot be used: an option, a spec, a file, a folder.</summary>
    public const int BadInput = 2;

    /// <summary>Steps failed; the others are done.</summary>
    public const int StepsFailed = 3;

    /// <summary>Paused or cancelled on request.</summary>
    public const int StoppedByRequest = 4;

    /// <summary>A defect of the program.</summary>
    public const int Defect = 70;

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    public const int Interrupted = 130;
}
