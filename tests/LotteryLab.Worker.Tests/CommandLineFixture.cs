using LotteryLab.Worker.Running;

namespace LotteryLab.Worker.Tests;

/// <summary>Calls the command line in this process, in a laboratory of its own that is deleted afterwards.</summary>
internal sealed class CommandLineFixture : IDisposable
{
    public const string Spec = """
        {"version":1,"name":"Tiny","architecture":{"name":"mlp","widths":[20]},
         "dataset":{"name":"glyphs","validation":100,"trainSubset":300,"testSubset":100},
         "training":{"optimizer":{"name":"adam","learningRate":0.0012},"batchSize":60,"length":"20it","evaluateEvery":"10it"},
         "method":{"name":"imp","rule":"layerwise","rate":0.4,"rounds":2},
         "controls":["random-reinit"],"replicates":1,"seed":1}
        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("lotterylab-tests-");

    public CommandLineFixture()
    {
        SpecFile = InRoot("tiny.json");
        File.WriteAllText(SpecFile, Spec);
        Laboratory = InRoot("lab");
    }

    public string SpecFile { get; }

    public string Laboratory { get; }

    public string InRoot(string name) => Path.Combine(root.FullName, name);

    public async Task<(int Code, string Output, string Error)> CallAsync(params string[] arguments) => await CallWithInputAsync("", arguments);

    public async Task<(int Code, string Output, string Error)> CallWithInputAsync(string input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        using var signals = new StopSignals(error);
        var code = await CommandLine.RunAsync(arguments, new Session(output, error, reader, IsTerminal: false, signals));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the tiny experiment to its end.</summary>
    public async Task RunAsync()
    {
        var (code, output, error) = await CallAsync("run", SpecFile, "--lab", Laboratory, "--lanes", "1");
        Assert.True(code == 0, output + error);
    }

    public void Dispose() => root.Delete(recursive: true);
}
