using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace LotteryLab.Browser.Tests;

/// <summary>The web app as a program of its own, over a laboratory of its own or over that of another one.</summary>
internal sealed class AppProcess : IDisposable
{
    private readonly HttpClient client = new();
    private readonly int port = Ports.Free();
    private readonly StringBuilder said = new();
    private readonly bool isOwner;
    private Process? process;

    public AppProcess(string? home = null)
    {
        isOwner = home is null;
        Home = home ?? Directory.CreateTempSubdirectory("lotterylab-browser-").FullName;
    }

    /// <summary>Folder of the laboratory.</summary>
    public string Home { get; }

    public int Port => port;

    public string Address => $"http://localhost:{port}";

    /// <summary>Settings beyond those of every test.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public async Task StartAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Program(), "--urls", Address]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LOTTERYLAB_HOME"] = Home;
        start.Environment["LotteryLab__Lanes"] = "1";
        start.Environment["LotteryLab__Calibrates"] = "false";
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Until.TrueAsync(IsAnsweringAsync, "The web app does not answer.", cancellation);

        async Task<bool> IsAnsweringAsync()
        {
            Assert.False(process.HasExited, $"The web app ended instead of starting: {Said()}");
            try
            {
                using var answer = await client.GetAsync($"{Address}/api/session", cancellation);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                return false;
            }
        }
    }

    /// <summary>Kills it without warning, as a power cut does; workers go on.</summary>
    public void Kill()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    /// <summary>Kills the worker of an experiment without warning.</summary>
    /// <returns>Whether there was one.</returns>
    public bool KillWorker(string id)
    {
        var spec = Path.Combine(Home, "experiments", id, "spec.json");

        // The shell above the worker names the same files, but not as its first word.
        return KillWhere(words => Path.GetFileName(words[0]) is "dotnet" or "lotterylab" && words.Contains(spec));
    }

    /// <summary>Launches a spec through the API.</summary>
    /// <returns>Id of the experiment.</returns>
    public async Task<string> LaunchAsync(string spec, CancellationToken cancellation)
    {
        using var body = new StringContent(spec, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync($"{Address}/api/experiments", body, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }

    public Task<JsonNode> GetAsync(string path, CancellationToken cancellation) => client.GetFromJsonAsync<JsonNode>(Address + path, cancellation)!;

    public Task<string> GetTextAsync(string path, CancellationToken cancellation) => client.GetStringAsync(Address + path, cancellation);

    public Task<HttpResponseMessage> PostAsync(string path, CancellationToken cancellation) => client.PostAsync(Address + path, null, cancellation);

    /// <summary>Waits until an experiment is in one of these states.</summary>
    public Task UntilAsync(string id, CancellationToken cancellation, params string[] states) => Until.TrueAsync(
        async () =>
        {
            var state = (string?)(await GetAsync($"/api/experiments/{id}", cancellation))["summary"]!["state"];
            return Array.IndexOf(states, state) >= 0;
        },
        $"Experiment {id} did not become {string.Join(" or ", states)}.",
        cancellation);

    public void Dispose()
    {
        Kill();
        client.Dispose();
        if (!isOwner)
        {
            return;
        }

        // A test that failed may have left one that would go on for hours.
        KillWhere(words => words.Any(word => word.StartsWith(Home, StringComparison.Ordinal)));
        try
        {
            Directory.Delete(Home, recursive: true);
        }
        catch (IOException)
        {
            // A worker that still ends writes its last file; the folder lies among temporary ones.
        }
    }

    private static bool KillWhere(Func<string[], bool> isMeant)
    {
        var isAnyKilled = false;
        foreach (var folder in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc").Where(folder => char.IsDigit(Path.GetFileName(folder)[0])) : [])
        {
            try
            {
                if (isMeant(File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0')))
                {
                    using var worker = Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                    worker.Kill();
                    isAnyKilled = true;
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                // It ended while it was looked at.
            }
        }

        return isAnyKilled;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (said)
        {
            said.AppendLine(line.Data);
        }
    }

    private string Said()
    {
        lock (said)
        {
            return said.ToString();
        }
    }

    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, "LotteryLab.Web", here.Name, "LotteryLab.Web.dll");
    }
}
