using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace LotteryLab.Data;

/// <summary>
/// Makes SQLite usable before anything touches it. Microsoft.Data.Sqlite 10 was compiled against a newer SQLitePCLRaw than the one that restores;
/// the older one has everything that is called, so its file answers the request for the newer version.
/// </summary>
internal static class SqliteStart
{
#pragma warning disable CA2255 // The resolver has to be there before the first type of EF Core is loaded, whoever loads it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Run()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) => Find(context, name);
        SQLitePCL.Batteries_V2.Init();
    }

    private static Assembly? Find(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name?.StartsWith("SQLitePCLRaw", StringComparison.Ordinal) != true)
        {
            return null;
        }

        var file = Path.Combine(AppContext.BaseDirectory, name.Name + ".dll");
        return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}
