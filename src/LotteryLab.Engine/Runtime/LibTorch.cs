using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace LotteryLab.Engine.Runtime;

/// <summary>
/// Where LibTorch lies and how it is loaded. Programs do not carry its 600 MB: it is loaded from, in this order, the folder that the environment
/// variable <c>LIBTORCH</c> names, the folder of the program (a published one stands alone), the package that the build restored.
/// </summary>
public static partial class LibTorch
{
    /// <summary>Environment variable that names a folder with a LibTorch of version <see cref="Version"/>: the folder itself or its <c>lib</c>.</summary>
    public const string Variable = "LIBTORCH";

    /// <summary>TorchSharp's native part, as P/Invoke names it.</summary>
    private const string Bridge = "LibTorchSharp";

    // Each needs those before it; the bridge of TorchSharp then finds them by name, because they are in the process already. Those for CUDA come with CUDA alone.
    private static readonly string[] Libraries = OperatingSystem.IsWindows()
        ? ["c10.dll", "torch_cpu.dll", "c10_cuda.dll", "torch_cuda.dll", "torch.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib"]
            : ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    private static readonly string Main = Libraries[OperatingSystem.IsLinux() ? 2 : 1];
    private static readonly Lock Gate = new();
    private static string? folder;
    private static nint main;

    /// <summary>Version that TorchSharp was built against, and no other works.</summary>
    public static string Version { get; } = Metadata("LibTorchVersion");

    /// <summary>Folder that LibTorch was loaded from; null before it was.</summary>
    public static string? Folder => folder;

    /// <summary>Loads LibTorch, once a process.</summary>
    /// <exception cref="LotteryLabException">It is missing, or not one of the right version (code <c>libtorch.missing</c> or <c>libtorch.wrong</c>).</exception>
    public static void Load()
    {
        LoadInOrder();
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception problem) when (problem is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or NotSupportedException or FileNotFoundException)
        {
            throw Innermost(problem) as LotteryLabException ?? Wrong($"it could not be loaded: {FirstLine(Innermost(problem).Message)}");
        }
    }

    /// <summary>Keeps what LibTorch advises its programmers off the error stream, which belongs to people.</summary>
    internal static unsafe void SilenceWarnings()
    {
        const int errorsOnly = 2;
        if (NativeLibrary.TryLoad(Path.Combine(folder ?? "", Libraries.First(name => name.Contains("c10", StringComparison.Ordinal))), out var core) && NativeLibrary.TryGetExport(core, "FLAGS_caffe2_log_level", out var level))
        {
            *(int*)level = errorsOnly;
        }
    }

    /// <summary>Address of a C function that LibTorch exports, or 0 where this build of it does not.</summary>
    internal static nint Function(string name) => NativeLibrary.TryGetExport(LoadInOrder(), name, out var address) ? address : nint.Zero;

#pragma warning disable CA2255 // Whoever first touches a tensor, through whichever door, must find LibTorch: tests, benchmarks and the worker have no other place in common.
    [ModuleInitializer]
    internal static void Listen() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
        name.Contains("torch_cpu", StringComparison.Ordinal) ? LoadInOrder() : name.Contains(Bridge, StringComparison.Ordinal) ? LoadBridge() : nint.Zero;
#pragma warning restore CA2255

    private static nint LoadInOrder()
    {
        lock (Gate)
        {
            if (main != 0)
            {
                return main;
            }

            folder = Find();
            Numerics.RequireRepeatableSums();
            try
            {
                var loaded = nint.Zero;
                foreach (var library in Libraries.Select(name => Path.Combine(folder, name)).Where(File.Exists))
                {
                    loaded = NativeLibrary.Load(library) is var handle && Path.GetFileName(library) == Main ? handle : loaded;
                    if (Path.GetFileName(library) == Main && VersionOf(handle) is var found && found != Version)
                    {
                        throw Wrong($"it is {found}");
                    }
                }

                return main = loaded;
            }
            catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException)
            {
                throw Wrong($"it could not be loaded: {FirstLine(problem.Message)}");
            }
        }
    }

    private static string Find() =>
        Asked is { } asked
            ? Inside(asked) ?? throw new LotteryLabException("libtorch.missing", $"{Variable} is {asked}, but neither that folder nor its lib holds {Main}.", $"Name the folder of a LibTorch {Version}, or unset {Variable} to use the one of the build.")
            : Inside(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)) ?? Inside(PackagesOfProgram) ?? Inside(Metadata("LibTorchFolder"))
                ?? throw new LotteryLabException("libtorch.missing", $"LibTorch {Version} is not here: {Main} lies neither beside the program nor in the package folder.", $"Build again with './lab build' (or 'dotnet build'), which restores it, or name the folder of a LibTorch {Version} in {Variable}.");

    // Where a build leaves the libraries of packages when it names no system.
    private static string PackagesOfProgram => Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");

    /// <summary>Version that a library says of itself. Libraries older than this function call it "an older version".</summary>
    private static unsafe string VersionOf(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "aoti_torch_abi_version", out var function))
        {
            return "an older version";
        }

        var packed = ((delegate* unmanaged<ulong>)function)();
        return $"{packed >> 56}.{(packed >> 48) & 255}.{(packed >> 40) & 255}";
    }

    private static LotteryLabException Wrong(string reason) => new(
        "libtorch.wrong",
        $"The LibTorch in {folder} cannot be used: {reason}.",
        $"It must be LibTorch {Version} for this system and processor{(Asked is null ? "; delete that folder and build again, which restores it" : $"; unset {Variable} to use the one of the build")}.");

    // Asked for when it was not found, or not what it is linked with: a generator, unlike a tensor, calls it before LibTorch was asked for. Told that it
    // cannot be loaded, TorchSharp would copy whole packages about and print pages.
    private static nint LoadBridge()
    {
        LoadInOrder();
        var name = OperatingSystem.IsWindows() ? $"{Bridge}.dll" : OperatingSystem.IsMacOS() ? $"lib{Bridge}.dylib" : $"lib{Bridge}.so";
        var place = new[] { AppContext.BaseDirectory, PackagesOfProgram }.Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);
        const string fix = "Build or publish the program again; Linux needs a glibc of 2.34 or newer.";
        try
        {
            return place is null ? throw new LotteryLabException("libtorch.bridge", $"TorchSharp's native part {name} is not beside the program.", fix) : NativeLibrary.Load(place);
        }
        catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException)
        {
            throw new LotteryLabException("libtorch.bridge", $"TorchSharp's native part could not be loaded: {FirstLine(problem.Message)}.", fix);
        }
    }

    // Somebody who names a folder means it: what lies elsewhere is not a substitute.
    private static string? Asked => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } asked ? asked : null;

    private static Exception Innermost(Exception problem) => problem is TypeInitializationException { InnerException: { } inner } ? Innermost(inner) : problem;

    private static string FirstLine(string message)
    {
        var line = message.TrimStart();
        var end = line.IndexOfAny(['\r', '\n']);
        return (end < 0 ? line : line[..end]).TrimEnd('.', ' ');
    }

    private static string? Inside(string folder) =>
        folder.Length == 0 ? null : new[] { folder, Path.Combine(folder, "lib") }.FirstOrDefault(place => File.Exists(Path.Combine(place, Main)));

    private static string Metadata(string key) =>
        typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == key)?.Value ?? "";
}
