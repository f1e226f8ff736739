using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace LotteryLab.Web.Components.Tests;

/// <summary>bUnit was built against a newer AngleSharp.Diffing than the registry has; the older one does what these tests need.</summary>
internal static class BunitLibraries
{
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += (context, name) => Load(context, name);

    private static Assembly? Load(AssemblyLoadContext context, AssemblyName name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "bunit", name.Name + ".dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
