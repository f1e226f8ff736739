namespace LotteryLab.Engine.Files;

/// <summary>Tells a full disk from other trouble with files, and says what to do about it.</summary>
public static class FullDisk
{
    // errno of Linux and macOS (file too large, no space left, quota), and the codes of Windows for a full disk and a full handle.
    private static readonly int[] Codes = [27, 28, 69, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Whether a file could not grow for want of space.</summary>
    public static bool Is(IOException problem) => Codes.Contains(problem.HResult);

    /// <summary>The problem in words, with the next step.</summary>
    /// <param name="what">What could not be done, as the beginning of a sentence.</param>
    /// <param name="problem">What the system said.</param>
    public static LotteryLabException Explain(string what, IOException problem) => Is(problem)
        ? new LotteryLabException("step.disk", $"{what}: {problem.Message.TrimEnd('.')}.", "Free space on the disk of the laboratory folder, then run the experiment again; finished steps are kept. 'lotterylab gc' deletes results that no experiment needs any more.", problem)
        : new LotteryLabException("step.files", $"{what}: {problem.Message.TrimEnd('.')}.", "Check the disk that holds the laboratory folder and the rights on it, then run the experiment again; finished steps are kept.", problem);
}
