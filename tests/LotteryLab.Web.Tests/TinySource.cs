using System.Security.Cryptography;
using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Sources;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Tests;

/// <summary>A data set in one small file with a published sum: records of a label and 4 x 4 grey pixels, 20 to train and 10 to test.</summary>
public sealed class TinySource : FileDatasetSource<DatasetOptions>
{
    public const string File = "tiny/tiny.bin";
    private const int Record = 17;
    private const int Train = 20;
    private const int Test = 10;

    public static byte[] Content { get; } = [.. Enumerable.Range(0, Train + Test).SelectMany(image => Enumerable.Range(0, Record).Select(i => (byte)(i == 0 ? image % 2 : (image * 7) + i)))];

    /// <summary>The engine's components and this one.</summary>
    public static ComponentCatalog Catalog { get; } = new(typeof(TinySource).Assembly);

    public override Descriptor Descriptor { get; } = new("tiny", "Tiny <set>", "Thirty images for tests, never used for anything else.");

    public override string Licence => "Made for a test.";

    public override IReadOnlyList<RemoteFile> RemoteFiles => [new(File, ["http://one/tiny.bin", "http://two/tiny.bin"], Convert.ToHexStringLower(SHA256.HashData(Content)), "", Content.Length)];

    protected override IReadOnlyList<string> Locate(DatasetOptions options, DatasetFolder folder) =>
        [folder.Find(File) ?? throw new LotteryLabException("dataset.missing", "tiny.bin was not found.", "Download it.")];

    protected override RawDataset Read(DatasetOptions options, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var bytes = System.IO.File.ReadAllBytes(files[0]);
        if (bytes.Length != Content.Length)
        {
            throw new LotteryLabException("dataset.wrong-size", $"The file {files[0]} has the wrong size.", "Download it again.");
        }

        var records = bytes.Chunk(Record).ToList();
        return new RawDataset(
            new DatasetFacts(new(1, 4, 4), 2, Train, Test, ""),
            [.. records.Take(Train).SelectMany(record => record[1..])],
            [.. records.Take(Train).Select(record => record[0])],
            [.. records.Skip(Train).SelectMany(record => record[1..])],
            [.. records.Skip(Train).Select(record => record[0])],
            ["even", "odd"]);
    }
}
