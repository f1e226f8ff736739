using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Words;
using TorchSharp;

namespace LotteryLab.Worker.Running;

/// <summary>How a finding should be taken.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>Something does not work, or works badly.</summary>
    Problem,
}

/// <summary>One finding.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="State">How to take it.</param>
/// <param name="Found">What was found.</param>
/// <param name="Fix">What to do; empty when nothing has to be done.</param>
internal sealed record Finding(string Subject, FindingState State, string Found, string Fix = "");

/// <summary>Looks at everything that training needs.</summary>
internal static class MachineCheck
{
    private const int MatrixSize = 1024;

    /// <summary>Below this a 1024 matmul is not done by an optimised BLAS: the reference BLAS reaches 1 to 3 on any CPU of the last ten years.</summary>
    private const double SlowGigaflops = 20;

    private const long LittleDisk = 1_000_000_000;

    /// <summary>All findings, in the order in which a person wants to read them.</summary>
    public static IReadOnlyList<Finding> Run(Laboratory laboratory, string? device = null)
    {
        var findings = new List<Finding> { Program() };
        if (Library(findings))
        {
            findings.Add(NumericsOf(device));
            findings.Add(Speed());
            findings.Add(Threads());
            findings.Add(Bfloat16());
            findings.Add(Gpu());
        }

        findings.AddRange(DataSets());
        findings.Add(Folder(laboratory));
        return findings;
    }

    private static Finding Program() =>
        new("program", FindingState.Good, $"{typeof(MachineCheck).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion} on .NET {Environment.Version}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");

    private static bool Library(List<Finding> findings)
    {
        try
        {
            LibTorch.Load();
            findings.Add(new Finding("LibTorch", FindingState.Good, $"{LibTorch.Version} in {LibTorch.Folder ?? "the program's folder"}, through TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}"));
            return true;
        }
        catch (LotteryLabException problem)
        {
            findings.Add(new Finding("LibTorch", FindingState.Problem, problem.Problem, problem.Fix));
            return false;
        }
    }

    // The web app plans with this name: it stands in the keys of steps.
    private static Finding NumericsOf(string? device) =>
        new("numerics", FindingState.Good, Numerics.Name(isGpu: device?.StartsWith("cuda", StringComparison.Ordinal) ?? torch.cuda.is_available()));

    private static Finding Speed()
    {
        using var scope = torch.NewDisposeScope();
        torch.set_num_threads(1);
        var left = torch.rand(MatrixSize, MatrixSize);
        var right = torch.rand(MatrixSize, MatrixSize);
        _ = left.mm(right);

        // The best of a few: other programs can only make it slower.
        var best = double.PositiveInfinity;
        for (var i = 0; i < 5; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            _ = left.mm(right);
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        }

        var speed = 2.0 * MatrixSize * MatrixSize * MatrixSize / best / 1e9;
        var text = string.Create(CultureInfo.InvariantCulture, $"{speed:F0} GFLOP/s on one core in a {MatrixSize}x{MatrixSize} matrix product");
        return speed >= SlowGigaflops
            ? new Finding("speed", FindingState.Good, text)
            : new Finding("speed", FindingState.Problem, text, "Too little for MKL on any processor of the last ten years: the machine is under load, or throttled. Look at what else runs, then run this again.");
    }

    private static Finding Threads() => new(
        "threads",
        FindingState.Good,
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores; each lane of an experiment takes one LibTorch thread unless --threads says more"));

    private static Finding Bfloat16()
    {
        const string Description = "/proc/cpuinfo";
        var flags = File.Exists(Description) ? File.ReadLines(Description).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') : null;
        return flags switch
        {
            null => new Finding("bfloat16", FindingState.Note, "the system does not say whether this CPU has instructions for it"),
            _ when flags.Contains("amx_bf16") => new Finding("bfloat16", FindingState.Good, "matrix instructions (AMX)"),
            _ when flags.Contains("avx512_bf16") => new Finding("bfloat16", FindingState.Good, "vector instructions (AVX-512), no matrix instructions (AMX): it gains less than twice the speed"),
            _ => new Finding("bfloat16", FindingState.Note, "this CPU has no instructions for it: expect precision bfloat16 to be slower than float32 on it"),
        };
    }

    private static Finding Gpu()
    {
        if (!torch.cuda.is_available())
        {
            var hasDriver = NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _);
            return new Finding("GPU", FindingState.Note, "none that this LibTorch can use; training runs on the CPU", hasDriver ? "This machine has NVIDIA's driver: build with -p:Torch=cuda, which takes LibTorch with CUDA." : "");
        }

        var count = torch.cuda.device_count();
        return new Finding("GPU", FindingState.Good, string.Create(CultureInfo.InvariantCulture, $"{count} CUDA {(count == 1 ? "device" : "devices")}; use --device cuda"));
    }

    private static IEnumerable<Finding> DataSets()
    {
        var folder = DataFolders.Default();
        yield return new Finding("data folders", FindingState.Note, string.Join(", ", folder.Roots.Select(root => Directory.Exists(root) ? root : $"{root} (not there)")));
        foreach (var entry in ComponentCatalog.Default.Entries(typeof(IDatasetSource)).Where(entry => !entry.Options.Any(option => option.IsRequired)))
        {
            yield return DataSet(entry, folder);
        }
    }

    private static Finding DataSet(CatalogEntry entry, DatasetFolder folder)
    {
        var subject = $"data set {entry.Name}";
        try
        {
            var facts = ((IDatasetSource)entry.Component).Describe(entry.WithDefaults().Options, folder);
            return new Finding(subject, FindingState.Good, $"{Numbers.Groups(facts.TrainCount)} training and {Numbers.Groups(facts.TestCount)} test images");
        }
        catch (LotteryLabException absent) when (absent.Code == "dataset.missing")
        {
            // Nobody needs all of them: an absent data set is no problem, a damaged one is.
            return new Finding(subject, FindingState.Note, "not on this machine", absent.Fix);
        }
        catch (LotteryLabException damage)
        {
            return damage.Code is "dataset.corrupt" or "dataset.wrong-size"
                ? new Finding(subject, FindingState.Problem, damage.Problem, damage.Fix)
                : new Finding(subject, FindingState.Note, damage.Problem, damage.Fix);
        }
    }

    private static Finding Folder(Laboratory laboratory)
    {
        try
        {
            Directory.CreateDirectory(laboratory.Root);
            var probe = Path.Combine(laboratory.Root, $".probe-{Guid.NewGuid():N}");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            var free = new DriveInfo(laboratory.Root).AvailableFreeSpace;
            var text = $"{laboratory.Root}, {Numbers.Bytes(free)} free, {laboratory.Experiments().Count} experiments";
            return free >= LittleDisk
                ? new Finding("laboratory", FindingState.Good, text)
                : new Finding("laboratory", FindingState.Problem, text, "Free space, run 'lotterylab gc', or name a folder on another disk in LOTTERYLAB_HOME.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Finding("laboratory", FindingState.Problem, $"{laboratory.Root} cannot be written: {problem.Message}", "Name a folder that can be written in LOTTERYLAB_HOME.");
        }
    }
}
