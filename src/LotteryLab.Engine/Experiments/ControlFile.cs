using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Experiments;

/// <summary>What a person wants of a running experiment.</summary>
public enum RunRequest
{
    /// <summary>Go on.</summary>
    Run,

    /// <summary>Write checkpoints and stop until resumed.</summary>
    Pause,

    /// <summary>Write checkpoints and stop for good; what is finished is kept.</summary>
    Cancel,
}

/// <summary>
/// A small file in the experiment folder with which anybody who may write there steers the worker, whoever started it: it outlives web
/// server and terminal, and works across machines that share the folder.
/// </summary>
public sealed class ControlFile(string experimentFolder)
{
    private readonly string path = Path.Combine(experimentFolder, "control");

    /// <summary>The current request; <see cref="RunRequest.Run"/> when nobody asked for anything.</summary>
    public RunRequest Read()
    {
        try
        {
            return File.ReadAllText(path).Trim() switch
            {
                "pause" => RunRequest.Pause,
                "cancel" => RunRequest.Cancel,
                _ => RunRequest.Run,
            };
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return RunRequest.Run;
        }
    }

    /// <summary>Asks for something.</summary>
    public void Write(RunRequest request)
    {
        Directory.CreateDirectory(experimentFolder);
        DurableFile.Replace(path, System.Text.Encoding.ASCII.GetBytes(request.ToString().ToLowerInvariant() + "\n"));
    }
}
