using System.Reflection;
using System.Runtime.InteropServices;

namespace LotteryLab.Torch.Native;

/// <summary>Finds the shim: LOTTERYLAB_TORCH_NATIVE, then the program's folder, then its runtimes folder.</summary>
internal static class LibraryLocator
{
    internal const string Variable = "LOTTERYLAB_TORCH_NATIVE";
    private const string FileName = "liblotterylab_torch.so";

    internal static string? LoadedFrom { get; private set; }

    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(LibraryLocator).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != NativeMethods.Library)
        {
            return 0;
        }

        var problems = new List<string>();
        foreach (var file in Candidates())
        {
            if (!File.Exists(file))
            {
                problems.Add($"{file}: no such file");
                continue;
            }

            try
            {
                var handle = NativeLibrary.Load(file);
                LoadedFrom = file;
                return handle;
            }
            catch (DllNotFoundException failure)
            {
                problems.Add($"{file}: {failure.Message.Split('\n')[0]}");
            }
        }

        throw new DllNotFoundException(
            "The tensor library could not be loaded. Run: apt-get install libtorch-dev libopenblas0-openmp g++   then: ./lab doctor"
            + Environment.NewLine + string.Join(Environment.NewLine, problems));
    }

    private static IEnumerable<string> Candidates()
    {
        // A file named on purpose is the only one tried: falling back would hide a typing mistake.
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return [named];
        }

        var folder = AppContext.BaseDirectory;
        return [Path.Combine(folder, FileName), Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName)];
    }
}
