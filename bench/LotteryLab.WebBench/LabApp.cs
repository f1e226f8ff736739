using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Engine;

namespace LotteryLab.WebBench;

/// <summary>The built web app over a laboratory of its own.</summary>
internal sealed class LabApp : IDisposable
{
    private readonly HttpClient client = new();
    private Process? process;

    /// <summary>Folder of the laboratory.</summary>
    public string Home { get; } = Directory.CreateTempSubdirectory("lotterylab-webbench-").FullName;

    public string Address { get; } = $"http://localhost:{FreePort()}";

    /// <summary>Resident memory of the web app in MiB.</summary>
    public double Mebibytes
    {
        get
        {
            process!.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Runs the app's own command and waits for its end.</summary>
    public async Task CommandAsync(CancellationToken cancellation, params string[] arguments)
    {
        using var command = Start(arguments);
        await command.WaitForExitAsync(cancellation);
        if (command.ExitCode != 0)
        {
            throw new LotteryLabException("bench.command", $"'{string.Join(' ', arguments)}' ended with code {command.ExitCode}.", "Run it by hand to see why.");
        }
    }

    public async Task StartAsync(CancellationToken cancellation)
    {
        process = Start(["--urls", Address]);
        for (var attempt = 0; attempt < 240; attempt++)
        {
            try
            {
                // The facts about the worker too: the first launch should not pay for them.
                if ((await client.GetAsync($"{Address}/api/system", cancellation)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(250, cancellation);
        }

        throw new LotteryLabException("bench.start", "The web app did not start within a minute.", "Start it by hand: ./lab run");
    }

    public async Task<string> LaunchAsync(string spec, CancellationToken cancellation)
    {
        using var body = new StringContent(spec, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync($"{Address}/api/experiments", body, cancellation);
        var json = await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation);
        return answer.IsSuccessStatusCode ? (string)json!["id"]! : throw new LotteryLabException("bench.launch", json!.ToJsonString(), "The spec of the benchmark is wrong.");
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) => (await client.GetFromJsonAsync<JsonNode>(Address + path, cancellation))!;

    public Task PostAsync(string path, CancellationToken cancellation) => client.PostAsync(Address + path, null, cancellation);

    /// <summary>Cancels an experiment and waits until its worker has ended.</summary>
    public async Task CancelAsync(string id, CancellationToken cancellation)
    {
        await PostAsync($"/api/experiments/{id}/cancel", cancellation);
        await UntilAsync(async () => (await GetAsync("/api/system", cancellation))["queue"]!.AsArray().Count == 0, cancellation);
    }

    public static async Task UntilAsync(Func<Task<bool>> look, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await look())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public void Dispose()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        client.Dispose();
        try
        {
            Directory.Delete(Home, recursive: true);
        }
        catch (IOException)
        {
            // A worker that still ends writes its last file.
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "LotteryLab.Web", here.Name, "LotteryLab.Web.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LOTTERYLAB_HOME"] = Home;
        start.Environment["LotteryLab__Lanes"] = "1";
        start.Environment["LotteryLab__Calibrates"] = "false";
        var started = Process.Start(start)!;
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
