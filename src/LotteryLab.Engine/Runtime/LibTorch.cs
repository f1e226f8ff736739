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
public static class LibTorch
{
    /// <summary>Environment variable that names a folder with a LibTorch of version <see cref="Version"/>: the folder itself or its <c>lib</c>.</summary>
    public const string Variable = "LIBTORCH";

    // Each needs those before it; the bridge of TorchSharp then finds them by name, because they are in the process already.
    private static readonly string[] Libraries = OperatingSystem.IsWindows()
        ? ["c10.dll", "torch_cpu.dll", "torch.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib"]
            : ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private static readonly string Main = Libraries[^2];
    private static readonly Lock Gate = new();
    private static string? folder;

    [ThreadStatic]
    private static bool isLoadingBridge;

    /// <summary>Version that TorchSharp was built against, and no other works.</summary>
    public static string Version { get; } = Metadata("LibTorchVersion");

    /// <summary>Folder that LibTorch was loaded from; null before the first tensor, and where TorchSharp found it by itself.</summary>
    public static string? Folder => folder;

    /// <summary>Loads LibTorch, once a process.</summary>
    /// <exception cref="LotteryLabException">It is missing, or not one of the right version (code <c>libtorch.missing</c> or <c>libtorch.wrong</c>).</exception>
    public static void Load()
    {
        try
        {
            Find();
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception problem) when (problem is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or NotSupportedException or FileNotFoundException)
        {
            throw Innermost(problem) as LotteryLabException ?? Wrong(FirstLine(Innermost(problem).Message));
        }
    }

    /// <summary>Says where it is before TorchSharp looks: what that does when it finds nothing is to copy packages about.</summary>
    private static string Find()
    {
        lock (Gate)
        {
            return folder ??= Asked is { } asked
                ? Inside(asked) ?? throw new LotteryLabException("libtorch.missing", $"{Variable} is {asked}, but neither that folder nor its lib holds {Main}.", $"Name the folder of a LibTorch {Version}, or unset {Variable} to use the one of the build.")
                : Inside(AppContext.BaseDirectory) ?? Inside(Metadata("LibTorchFolder"))
                    ?? throw new LotteryLabException("libtorch.missing", $"LibTorch {Version} is not here: {Main} lies neither beside the program nor in the package folder.", $"Build again with './lab build' (or 'dotnet build'), which restores it, or name the folder of a LibTorch {Version} in {Variable}.");
        }
    }

    private static LotteryLabException Wrong(string reason) => new(
        "libtorch.wrong",
        $"The LibTorch in {folder} could not be loaded: {reason}",
        $"It must be LibTorch {Version} for this system and processor{(Asked is null ? "; delete that folder and build again, which restores it" : $"; unset {Variable} to use the one of the build")}.");

    // Somebody who names a folder means it: what lies elsewhere is not a substitute.
    private static string? Asked => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } asked ? asked : null;

    private static Exception Innermost(Exception problem) => problem is TypeInitializationException { InnerException: { } inner } ? Innermost(inner) : problem;

    private static string FirstLine(string message)
    {
        var line = message.TrimStart();
        var end = line.IndexOfAny(['\r', '\n']);
        return (end < 0 ? line : line[..end]).TrimEnd();
    }

#pragma warning disable CA2255 // Whoever first touches a tensor, through whichever door, must find LibTorch: tests, benchmarks and the worker have no other place in common.
    [ModuleInitializer]
    internal static void Listen() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
#pragma warning restore CA2255

    private static nint Resolve(Assembly asking, string name)
    {
        if (name.Contains("torch_cpu", StringComparison.Ordinal))
        {
            return LoadInOrder();
        }

        // A generator, unlike a tensor, calls TorchSharp's bridge before LibTorch was asked for; the bridge then misses what it is linked with.
        if (name.Contains("LibTorchSharp", StringComparison.Ordinal) && !isLoadingBridge)
        {
            isLoadingBridge = true;
            LoadInOrder();
            return NativeLibrary.TryLoad(name, asking, null, out var bridge) ? bridge : nint.Zero;
        }

        return nint.Zero;
    }

    private static nint LoadInOrder()
    {
        var place = Find();
        var main = nint.Zero;
        foreach (var library in Libraries.Select(name => Path.Combine(place, name)).Where(File.Exists))
        {
            main = NativeLibrary.Load(library) is var handle && Path.GetFileName(library) == Main ? handle : main;
        }

        return main;
    }

    private static string? Inside(string folder) =>
        folder.Length == 0 ? null : new[] { folder, Path.Combine(folder, "lib") }.FirstOrDefault(place => File.Exists(Path.Combine(place, Main)));

    private static string Metadata(string key) =>
        typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == key)?.Value ?? "";
}
