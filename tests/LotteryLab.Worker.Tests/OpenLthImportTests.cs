using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Export.OpenLth;
using LotteryLab.Engine.Files;

namespace LotteryLab.Worker.Tests;

public sealed class OpenLthImportTests : IDisposable
{
    // The directory and the canonical text behind it are those of open_lth itself.
    private const string Directory = "lottery_184ace1d6901ace6854b0a595cbd6b27";

    private const string Hyperparameters = """
        Dataset Hyperparameters
            * dataset_name => mnist
            * batch_size => 128
            * subset_stride => 1
        Model Hyperparameters
            * model_name => mnist_lenet_300_100
            * model_init => kaiming_normal
            * batchnorm_init => uniform
        Pruning Hyperparameters
            * pruning_strategy => sparse_global
            * pruning_fraction => 0.2
            * pruning_layers_to_ignore => fc.weight
        Training Hyperparameters
            * optimizer_name => sgd
            * lr => 0.1
            * training_steps => 40ep
        """;

    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Import_Directory_ShowsLevelsAndRecognisesTheHash()
    {
        var root = Write(TorchPickleFixture.Masks(("fc.weight", [1, 0, 1, 1], [2, 2]), ("fc_layers.0.weight", [0, 0, 1], [3])));
        var (code, output, error) = await fixture.CallAsync("import", "--open-lth", root, "--lab", fixture.Laboratory);
        Assert.True(code == 0, error);
        Assert.Contains("Its name is the hash of its hyper-parameters: Hparams(batch_size=128, dataset_name='mnist');", output, StringComparison.Ordinal);
        Assert.Contains("57.1%", output, StringComparison.Ordinal);
        Assert.Contains("97.50%", output, StringComparison.Ordinal);

        var (_, list, _) = await fixture.CallAsync("list", "--lab", fixture.Laboratory);
        Assert.Contains("imported-", list, StringComparison.Ordinal);
        var id = list.Split('\n')[1].Split(' ')[0];
        var (_, results, _) = await fixture.CallAsync("results", id, "--lab", fixture.Laboratory);
        Assert.Contains("57.1%", results, StringComparison.Ordinal);
        var (resume, _, _) = await fixture.CallAsync("resume", id, "--lab", fixture.Laboratory);
        Assert.Equal(ExitCode.BadInput, resume);
    }

    [Fact]
    public async Task Import_FileThatWantsToRunSomething_IsRefusedAndNothingRuns()
    {
        var root = Write(TorchPickleFixture.Zip(TorchPickleFixture.Call("os", "system")));
        var (code, output, _) = await fixture.CallAsync("import", "--open-lth", root, "--lab", fixture.Laboratory);
        Assert.Equal(0, code);
        Assert.Contains("os.system", output, StringComparison.Ordinal);
        Assert.Contains("never run here", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_EmptyDirectory_GivesTwo()
    {
        var (code, _, error) = await fixture.CallAsync("import", "--open-lth", fixture.InRoot("nothing"), "--lab", fixture.Laboratory);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("holds no results", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TorchFile_WrittenByPyTorch_ReadsTheSame()
    {
        const string Python = "/usr/bin/python3";
        var file = fixture.InRoot("real.pth");
        var program = $"import torch, collections; torch.save(collections.OrderedDict(a=torch.arange(6).reshape(2,3).int(), b=torch.tensor([1.5,-2.0]), c=torch.tensor([True,False])), r'{file}')";
        var written = File.Exists(Python) && Run(Python, program) == 0;
        Assert.SkipUnless(written, "Debian's python3-torch is not installed.");
        using var stream = File.OpenRead(file);
        var tensors = TorchFile.Read(stream);
        Assert.Equal(["a", "b", "c"], tensors.Select(tensor => tensor.Name));
        Assert.Equal([2, 3], tensors[0].Shape);
        Assert.Equal(5, BitConverter.ToInt64(tensors[0].Bytes.Span[^8..]));
        Assert.Equal(-2f, BitConverter.ToSingle(tensors[1].Bytes.Span[^4..]));
        Assert.Equal([1, 0], tensors[2].Bytes.ToArray());
    }

    [Fact]
    public void TorchFile_RandomBytesAndDamagedFiles_OnlyEverRefuse()
    {
        var good = TorchPickleFixture.Masks(("a", [1, 0, 1], [3]));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll<byte[], int, byte>((noise, place, value) =>
        {
            var damaged = good.ToArray();
            damaged[(int)((uint)place % damaged.Length)] = value;
            return OnlyRefuses(() => TorchFile.Read(new MemoryStream(noise)))
                && OnlyRefuses(() => TorchFile.Read(new MemoryStream(damaged)))
                && OnlyRefuses(() => TorchFile.Read(new MemoryStream(TorchPickleFixture.Zip(noise))));
        }));
    }

    [Fact]
    public void Ticket_RandomBytesAndDamagedFiles_OnlyEverRefuse()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, [new("mask.a", SafetensorsType.U8, [2], new byte[] { 1, 0 }), new("start.a", SafetensorsType.F32, [2], new byte[8])], new Dictionary<string, string> { ["ticket"] = "{}" });
        var good = stream.ToArray();
        var store = new Engine.Artifacts.ArtifactStore(fixture.InRoot("store"));
        Assert.NotNull(TicketImport.Import(good, store));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll<byte[], int, byte>((noise, place, value) =>
        {
            var damaged = good.ToArray();
            damaged[(int)((uint)place % damaged.Length)] = value;
            return OnlyRefuses(() => TicketImport.Import(noise, store)) && OnlyRefuses(() => TicketImport.Import(damaged, store));
        }));
    }

    private static bool OnlyRefuses(Action action)
    {
        try
        {
            action();
        }
        catch (LotteryLabException)
        {
            // A refusal is what damaged bytes deserve; anything else fails the test.
        }

        return true;
    }

    private static int Run(string program, string code)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-c", code]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private string Write(byte[] mask)
    {
        var root = fixture.InRoot(Directory);
        var level = Path.Combine(root, "replicate_1", "level_1", "main");
        System.IO.Directory.CreateDirectory(level);
        File.WriteAllBytes(Path.Combine(level, "mask.pth"), mask);
        File.WriteAllText(Path.Combine(level, "hparams.log"), Hyperparameters);
        File.WriteAllText(Path.Combine(level, "logger"), "test_loss,0,2.3\ntest_accuracy,0,0.1\ntest_accuracy,100,0.975\ntorn,li");
        File.WriteAllText(Path.Combine(level, "sparsity_report.json"), """{"total": 7.0, "unpruned": 4.0}""");
        return root;
    }
}
