using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LotteryLab.Data;
using Microsoft.Data.Sqlite;

namespace LotteryLab.Browser.Tests;

/// <summary>What a laboratory's database says, without times, row numbers and positions in files: equal experiments have equal contents.</summary>
internal static class DatabaseContents
{
    private static readonly string[] Tables = ["experiments", "experiment_tags", "replicates", "rounds", "series", "tickets", "masks", "queue"];
    private static readonly string[] Left = ["Id@rounds", "PlanStamp", "EventsPosition", "JournalPosition", "Sequence", "Created", "Updated", "StatusText", "RemainingSeconds"];

    /// <summary>Every row as one line, sorted.</summary>
    public static IReadOnlyList<string> Rows(string home)
    {
        using var connection = Open(home);
        return [.. Tables.SelectMany(table => Read(connection, $"SELECT * FROM {table}").Select(row => $"{table}: {Line(table, row)}")).Order(StringComparer.Ordinal)];
    }

    /// <summary>Problems of the kept events: numbers with a gap or twice, rounds or masks told twice or never.</summary>
    public static IReadOnlyList<string> ProblemsOfEvents(string home)
    {
        using var connection = Open(home);
        var problems = new List<string>();
        foreach (var experiment in Read(connection, "SELECT Id, Sequence, FinishedRounds FROM experiments"))
        {
            var id = (string)experiment["Id"]!;
            var events = Read(connection, $"SELECT Sequence, Json FROM live_events WHERE ExperimentId = '{id}' ORDER BY Sequence").ToList();
            var numbers = events.Select(row => (long)row["Sequence"]!).ToList();
            if (!numbers.SequenceEqual(Enumerable.Range(1, (int)(long)experiment["Sequence"]!).Select(number => (long)number)))
            {
                problems.Add($"{id}: numbers {string.Join(' ', numbers)} of {experiment["Sequence"]}");
            }

            var told = events.Select(row => JsonNode.Parse((string)row["Json"]!)!).ToList();
            var rounds = told.Where(news => (string?)news["type"] == "round").Select(news => Place(news["round"]!, "round")).ToList();
            var masks = told.Where(news => (string?)news["type"] == "maskReady").Select(news => Place(news, "round")).ToList();
            problems.AddRange(rounds.GroupBy(place => place).Where(group => group.Count() > 1).Select(group => $"{id}: round {group.Key} was told {group.Count()} times"));
            problems.AddRange(masks.GroupBy(place => place).Where(group => group.Count() > 1).Select(group => $"{id}: mask {group.Key} was told {group.Count()} times"));
            if (rounds.Count != (long)experiment["FinishedRounds"]!)
            {
                problems.Add($"{id}: {rounds.Count} rounds were told, {experiment["FinishedRounds"]} are finished");
            }
        }

        return problems;
    }

    private static string Place(JsonNode node, string number) => $"{node["replicate"]}/{node["branch"]}/{node["draw"]}/{node[number]}";

    private static SqliteConnection Open(string home)
    {
        // Nothing else of the project is used here, and its start makes SQLite usable.
        RuntimeHelpers.RunModuleConstructor(typeof(LaboratoryDatabase).Module.ModuleHandle);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(home, LaboratoryDatabase.FileName), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static List<IReadOnlyDictionary<string, object?>> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column), StringComparer.Ordinal));
        }

        return rows;
    }

    private static string Line(string table, IReadOnlyDictionary<string, object?> row) => string.Join(", ", row
        .Where(field => !Left.Contains(field.Key, StringComparer.Ordinal) && !Left.Contains($"{field.Key}@{table}", StringComparer.Ordinal))
        .OrderBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => $"{field.Key}={Text(field.Value)}"));

    private static string Text(object? value) => value switch
    {
        null => "nothing",
        byte[] bytes => Convert.ToHexStringLower(SHA256.HashData(bytes)),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
