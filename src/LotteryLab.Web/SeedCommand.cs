using System.Diagnostics;
using System.Globalization;
using LotteryLab.Data;
using LotteryLab.Data.Seeding;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;

namespace LotteryLab.Web;

/// <summary><c>seed FOLDER [--experiments N] [--rounds N] [--points N]</c>: fills the database of an empty laboratory and times the queries that pages ask.</summary>
internal static class SeedCommand
{
    private const string Usage = "Write: seed FOLDER [--experiments 1000] [--rounds 100000] [--points 10000000], with a folder that holds no database.";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var folder = arguments.Length > 0 && !arguments[0].StartsWith('-') ? Path.GetFullPath(arguments[0]) : throw new LotteryLabException("seed.folder", "Which folder should be filled?", Usage);
        var path = Path.Combine(folder, LaboratoryDatabase.FileName);
        if (File.Exists(path))
        {
            throw new LotteryLabException("seed.exists", "The folder holds a database already, and made-up experiments do not belong among real ones.", Usage);
        }

        using var database = new LaboratoryDatabase(path);
        var clock = Stopwatch.StartNew();
        await new Seeder(database).RunAsync(Number(arguments, "--experiments", 1_000), Number(arguments, "--rounds", 100_000), Number(arguments, "--points", 10_000_000), CancellationToken.None);
        Say("filled", clock.Elapsed.TotalMilliseconds);
        await TimeAsync(new ExperimentStore(database));
        return 0;
    }

    private static async Task TimeAsync(ExperimentStore store)
    {
        var none = CancellationToken.None;
        var first = (await store.ListAsync(new ExperimentFilter(), none)).Items[0].Id;
        await MeasureAsync("list, first page", () => store.ListAsync(new ExperimentFilter(), none));
        await MeasureAsync("list, last page", () => store.ListAsync(new ExperimentFilter { Page = int.MaxValue }, none));
        await MeasureAsync("list, words and accuracy", () => store.ListAsync(new ExperimentFilter { Text = "experiment 9", Sort = ExperimentSort.Accuracy }, none));
        await MeasureAsync("list, tag", () => store.ListAsync(new ExperimentFilter { Tag = "batch-3" }, none));
        await MeasureAsync("counts by state", () => store.CountsAsync(none));
        await MeasureAsync("one experiment", () => store.FindAsync(first, none));
        await MeasureAsync("its rounds", () => store.RoundsAsync(first, none));
        await MeasureAsync("its curves", () => store.SeriesAsync(first, null, null, null, 400, none));
    }

    private static async Task MeasureAsync<T>(string what, Func<Task<T>> query)
    {
        await query();
        var times = new List<double>();
        for (var i = 0; i < 11; i++)
        {
            var clock = Stopwatch.StartNew();
            await query();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Say(what, times[times.Count / 2]);
    }

    private static void Say(string what, double milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-26}{milliseconds,12:F1} ms"));

    private static int Number(string[] arguments, string name, int otherwise)
    {
        var index = Array.IndexOf(arguments, name);
        return index < 0 ? otherwise
            : index + 1 < arguments.Length && int.TryParse(arguments[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw new LotteryLabException("seed.number", $"{name} needs a whole number of at least 1.", Usage);
    }
}
