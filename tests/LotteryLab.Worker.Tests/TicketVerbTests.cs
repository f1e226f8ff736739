using System.Diagnostics;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Files;

namespace LotteryLab.Worker.Tests;

public sealed class TicketVerbTests : IDisposable
{
    private const string Ticket = ":r1/ticket/round2";
    private const string DebianPython = "/usr/bin/python3";
    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task ExportThenImport_GivesTheSameTicket()
    {
        await fixture.RunAsync();
        var file = await ExportAsync("safetensors");
        var other = fixture.InRoot("other");
        var (code, output, error) = await fixture.CallAsync("import", file, "--lab", other);
        Assert.True(code == 0, error);
        var key = output.Split('\n').Single(line => line.StartsWith("Artifact: ", StringComparison.Ordinal))["Artifact: ".Length..];

        var again = fixture.InRoot("again.safetensors");
        await fixture.CallAsync("export", key, "--lab", other, "--out", again);
        var first = Tensors(file);
        var second = Tensors(again);
        Assert.Equal(first.Select(tensor => tensor.Name), second.Select(tensor => tensor.Name));
        Assert.All(first.Zip(second), pair => Assert.True(pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span)));
        var (gcCode, gc, _) = await fixture.CallAsync("gc", "--lab", other);
        Assert.Equal(0, gcCode);
        Assert.Contains("Deleted 0 artifacts", gc, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("safetensors")]
    [InlineData("npz")]
    [InlineData("json")]
    public async Task Export_Twice_GivesTheSameBytes(string format)
    {
        await fixture.RunAsync();
        Assert.Equal(await File.ReadAllBytesAsync(await ExportAsync(format), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(await ExportAsync(format), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Export_Json_HoldsMaskStartEndAndProvenance()
    {
        await fixture.RunAsync();
        var ticket = JsonNode.Parse(await File.ReadAllTextAsync(await ExportAsync("json"), TestContext.Current.CancellationToken))!;
        var names = ticket["tensors"]!.AsObject().Select(tensor => tensor.Key).ToList();
        Assert.Contains("mask.fc.weight", names);
        Assert.Contains("start.fc.weight", names);
        Assert.Contains("end.fc.weight", names);
        var kinds = ticket["provenance"]!.AsArray().Select(link => (string)link!["step"]!["kind"]!).ToList();
        Assert.Equal(["initialize", "train", "prune", "train", "prune", "train"], kinds);
        var mask = ticket["tensors"]!["mask.fc.weight"]!["values"]!.AsArray().Select(value => (int)value!).ToList();
        var end = ticket["tensors"]!["end.fc.weight"]!["values"]!.AsArray().Select(value => (double)value!).ToList();
        Assert.All(mask.Zip(end), pair => Assert.True(pair.First == 1 || pair.Second == 0));
    }

    [Fact]
    public async Task Export_Npz_IsReadByNumPy()
    {
        Assert.SkipUnless(File.Exists(DebianPython) && Python("import numpy").Code == 0, "Debian's python3-numpy is not installed.");
        await fixture.RunAsync();
        var (code, output) = Python($"import numpy; t = numpy.load(r'{await ExportAsync("npz")}'); print(t['mask.fc.weight'].dtype, t['start.fc.weight'].shape, t['end.fc.weight'][~t['mask.fc.weight']].any(), str(t['provenance'])[:2])");
        Assert.Equal(0, code);
        Assert.Equal("bool (10, 20) False [{", output.Trim());
    }

    [Fact]
    public async Task Verify_GoodThenDamaged_SaysWhich()
    {
        await fixture.RunAsync();
        var (good, _, _) = await fixture.CallAsync("verify", fixture.SpecFile + Ticket, "--lab", fixture.Laboratory);
        Assert.Equal(0, good);
        var state = Directory.EnumerateFiles(Path.Combine(fixture.Laboratory, "store"), "state.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        foreach (var file in state)
        {
            await File.AppendAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        }

        var (bad, output, _) = await fixture.CallAsync("verify", fixture.SpecFile + Ticket, "--lab", fixture.Laboratory);
        Assert.Equal(ExitCode.ProblemsFound, bad);
        Assert.Contains("BAD   hashes", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":r9/ticket/round1")]
    [InlineData(":r1/nobody/round1")]
    [InlineData(":r1/ticket/round99")]
    [InlineData(":../../etc")]
    [InlineData("")]
    public async Task Export_WrongAddress_GivesTwoAndSaysWhatThereIs(string address)
    {
        await fixture.RunAsync();
        var (code, _, error) = await fixture.CallAsync("export", fixture.SpecFile + address, "--lab", fixture.Laboratory, "--out", fixture.InRoot("x"));
        Assert.Equal(ExitCode.BadInput, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task Import_TensorsThatAreNoTicket_AreRefusedByName()
    {
        var file = fixture.InRoot("other.safetensors");
        using (var stream = File.Create(file))
        {
            SafetensorsFile.Write(stream, [new SafetensorsEntry("start.a", SafetensorsType.F32, [1], new byte[4]), new SafetensorsEntry("mask.a", SafetensorsType.U8, [1], new byte[] { 7 })]);
        }

        var (code, _, error) = await fixture.CallAsync("import", file, "--lab", fixture.Laboratory);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("something other than 0 and 1", error, StringComparison.Ordinal);
    }

    private static IReadOnlyList<SafetensorsEntry> Tensors(string file)
    {
        using var stream = File.OpenRead(file);
        return SafetensorsFile.Read(stream);
    }

    private static (int Code, string Output) Python(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(DebianPython, ["-c", program]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private async Task<string> ExportAsync(string format)
    {
        var file = fixture.InRoot($"{Guid.NewGuid():N}.{format}");
        var (code, _, error) = await fixture.CallAsync("export", fixture.SpecFile + Ticket, "--format", format, "--lab", fixture.Laboratory, "--out", file);
        Assert.True(code == 0, error);
        return file;
    }
}
