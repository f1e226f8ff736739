namespace LotteryLab.Web.Tests;

/// <summary>Clears away the folder of a test's laboratory.</summary>
internal static class LaboratoryRemains
{
    /// <summary>Deletes what can be deleted. A worker outlives the app on purpose and may write its last file meanwhile; that is no failure of the test.</summary>
    public static void Delete(string folder)
    {
        // A test may end before anything has touched the database: Data's module says which SQLite answers, and must be there first.
        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(typeof(Data.DatabaseCare).Module.ModuleHandle);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // It lies among the temporary files of the system, which clears them.
        }
    }
}
