using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LotteryLab.Data;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Web.Datasets;

/// <summary>What readings of data sets found, kept in the laboratory folder beside a picture of some images, so that pages never read the files themselves.</summary>
internal sealed class DatasetReports(Laboratory laboratory)
{
    private string Folder => Path.Combine(laboratory.Root, "datasets");

    /// <summary>Names the files as they are now: another path, size or time of change gives another stamp.</summary>
    public static string StampOf(string scope, IReadOnlyList<string> files)
    {
        var text = new StringBuilder(scope).Append('\n');
        foreach (var file in files.Where(File.Exists).Select(path => new FileInfo(path)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The report about these files, or null.</summary>
    public DatasetReport? Find(string name, string stamp)
    {
        try
        {
            var path = Path.Combine(Folder, name + ".json");
            var report = File.Exists(path) ? JsonSerializer.Deserialize<DatasetReport>(File.ReadAllText(path), DataJson.Format) : null;
            return report?.Stamp == stamp ? report : null;
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            // It is only a memory: the next reading writes it again.
            return null;
        }
    }

    /// <summary>Path of the picture of some images, or null.</summary>
    public string? FindSheet(string name)
    {
        var path = Path.Combine(Folder, name + ".png");
        return File.Exists(path) ? path : null;
    }

    /// <summary>Keeps a report and its picture.</summary>
    public async Task KeepAsync(string name, DatasetReport report, byte[] sheet, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        if (sheet.Length > 0)
        {
            await WriteAsync(name + ".png", sheet, cancellation);
        }

        await WriteAsync(name + ".json", JsonSerializer.SerializeToUtf8Bytes(report, DataJson.Format), cancellation);
    }

    private async Task WriteAsync(string file, byte[] content, CancellationToken cancellation)
    {
        var path = Path.Combine(Folder, file);
        await File.WriteAllBytesAsync(path + ".part", content, cancellation);
        File.Move(path + ".part", path, overwrite: true);
    }
}
