using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Downloads;
using LotteryLab.Engine.Datasets.Generated;
using LotteryLab.Engine.Datasets.Sources;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Steps;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class DatasetDownloaderTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7 / 3))];
    private readonly TemporaryFolder home = new();
    private readonly FakeServer server = new();

    public void Dispose()
    {
        server.Dispose();
        home.Dispose();
    }

    [Fact]
    public async Task Download_Fresh_WritesTheFileAndReports()
    {
        server.Files["http://one/file"] = Content;
        var seen = new List<DownloadProgress>();

        Assert.True(await Download(Source(), new Recorder(seen)));

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal(new DownloadProgress("set/file", Content.Length, Content.Length), seen[^1]);
        Assert.False(File.Exists(Target + ".part"));
    }

    [Fact]
    public async Task Download_AlreadyThere_AsksNobody()
    {
        Place(Target, Content);

        Assert.False(await Download(Source()));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Download_Interrupted_GoesOnWhereItStopped()
    {
        Place(Target + ".part", Content[..50_000]);
        server.Files["http://one/file"] = Content;

        await Download(Source());

        Assert.Equal(["http://one/file from 50000"], server.Requests);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_ServerIgnoresTheRange_StartsAgain()
    {
        Place(Target + ".part", Content[..50_000]);
        server.Files["http://one/file"] = Content;
        server.HonoursRanges = false;

        await Download(Source());

        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_FirstMirrorDownOrWrong_TakesTheNext()
    {
        server.Files["http://two/file"] = [1, 2, 3];
        server.Files["http://three/file"] = Content;

        await Download(Source("http://one/file", "http://two/file", "http://three/file"));

        Assert.Equal(["http://one/file", "http://two/file", "http://three/file"], server.Requests);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_WrongChecksumEverywhere_SaysSoAndLeavesNothing()
    {
        server.Files["http://one/file"] = [1, 2, 3];

        var problem = await Assert.ThrowsAsync<LotteryLabException>(() => Download(Source()));

        Assert.Equal("dataset.download", problem.Code);
        Assert.Contains("http://one/file: the check sum is wrong", problem.Message);
        Assert.Empty(Directory.GetFiles(home.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Download_DamagedFileInPlace_IsReplaced()
    {
        Place(Target, [9]);
        server.Files["http://one/file"] = Content;

        Assert.True(await Download(Source()));
        Assert.Equal(Content.Length, new FileInfo(Target).Length);
    }

    [Fact]
    public async Task Download_ReadableButNotThePublishedFile_IsReplaced()
    {
        Place(Target, [.. Content.Reverse()]);
        server.Files["http://one/file"] = Content;

        Assert.True(await Download(Source()));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_DamagedFileInPlaceAndNoMirror_KeepsIt()
    {
        Place(Target, [9]);

        await Assert.ThrowsAsync<LotteryLabException>(() => Download(Source()));
        Assert.Equal([9], (IEnumerable<byte>)await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Download_MirrorSendsMoreThanTheFile_IsLeftAndNothingStays()
    {
        server.Files["http://one/file"] = new byte[Content.Length + 100_000];

        var problem = await Assert.ThrowsAsync<LotteryLabException>(() => Download(Source()));

        Assert.Contains("http://one/file: it sends more than the 200,000 bytes", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(home.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Download_MirrorFallsSilent_IsLeft()
    {
        server.Silent.Add("http://one/file");
        using var http = new HttpClient(server, disposeHandler: false);
        var downloader = new DatasetDownloader(http, TimeSpan.FromMilliseconds(20));

        var problem = await Assert.ThrowsAsync<LotteryLabException>(() => downloader.DownloadAsync(Source(), new DatasetFolder([home.Path]), null, TestContext.Current.CancellationToken));

        Assert.Contains("http://one/file: nothing came for 0.02 seconds", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_GeneratedSet_HasNothingToFetch() =>
        Assert.Equal("dataset.no-download", (await Assert.ThrowsAsync<LotteryLabException>(() => Download(new GlyphsSource()))).Code);

    [Fact]
    public void Unpack_Archive_WritesFilesBelowTheFolderOnly()
    {
        Archive("good.tar.gz", ("inner/a.bin", [1, 2]), ("b.bin", [3]));
        ArchiveUnpacker.Unpack(Path.Combine(home.Path, "good.tar.gz"), Path.Combine(home.Path, "out"), CancellationToken.None);
        Assert.Equal<byte>([1, 2], File.ReadAllBytes(Path.Combine(home.Path, "out", "inner", "a.bin")));

        Archive("bad.tar.gz", ("../evil.bin", [1]));
        Assert.Throws<LotteryLabException>(() => ArchiveUnpacker.Unpack(Path.Combine(home.Path, "bad.tar.gz"), Path.Combine(home.Path, "out"), CancellationToken.None));
        Assert.False(File.Exists(Path.Combine(home.Path, "evil.bin")));
    }

    private string Target => Path.Combine(home.Path, "set", "file");

    private static OneFile Source(params string[] urls) => new(urls.Length == 0 ? ["http://one/file"] : urls);

    private async Task<bool> Download(IDatasetSource source, IProgress<DownloadProgress>? progress = null)
    {
        using var http = new HttpClient(server, disposeHandler: false);
        return await new DatasetDownloader(http).DownloadAsync(source, new DatasetFolder([home.Path]), progress, TestContext.Current.CancellationToken);
    }

    private static void Place(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private void Archive(string name, params (string Name, byte[] Content)[] files)
    {
        using var file = File.Create(Path.Combine(home.Path, name));
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var (entry, content) in files)
        {
            using var data = new MemoryStream(content);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = data });
        }
    }

    private sealed class Recorder(List<DownloadProgress> seen) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => seen.Add(value);
    }

    private sealed class FakeServer : HttpMessageHandler
    {
        public Dictionary<string, byte[]> Files { get; } = [];

        public List<string> Requests { get; } = [];

        public HashSet<string> Silent { get; } = [];

        public bool HonoursRanges { get; set; } = true;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Silent.Contains(request.RequestUri!.ToString()))
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            return Answer(request);
        }

        private HttpResponseMessage Answer(HttpRequestMessage request)
        {
            var (url, from) = (request.RequestUri!.ToString(), request.Headers.Range?.Ranges.Single().From);
            Requests.Add(from is null ? url : $"{url} from {from}");
            if (!Files.TryGetValue(url, out var content))
            {
                return new HttpResponseMessage(HttpStatusCode.NotFound);
            }

            if (from is null || !HonoursRanges)
            {
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
            }

            var rest = new ByteArrayContent(content[(int)from..]);
            rest.Headers.ContentRange = new ContentRangeHeaderValue(from.Value, content.Length - 1, content.Length);
            return new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = rest };
        }
    }

    /// <summary>A data set that is one file with a check sum.</summary>
    private sealed class OneFile(string[] urls) : FileDatasetSource<DatasetOptions>
    {
        public override Descriptor Descriptor { get; } = new("set", "Set", "For tests.");

        public override string Licence => "";

        public override IReadOnlyList<RemoteFile> RemoteFiles => [new("set/file", urls, Convert.ToHexString(SHA256.HashData(Content)), "", Content.Length)];

        protected override IReadOnlyList<string> Locate(DatasetOptions options, DatasetFolder folder) =>
            [folder.Find("set/file") ?? throw new LotteryLabException("dataset.missing", "No file.", "")];

        protected override RawDataset Read(DatasetOptions options, IReadOnlyList<string> files, CancellationToken cancellation) =>
            new FileInfo(files[0]).Length == Content.Length
                ? new RawDataset(new DatasetFacts(new(1, 1, 1), 2, 1, 1, ""), [1], [0], [1], [0], ["a", "b"])
                : throw new LotteryLabException("dataset.wrong-size", "Short.", "");
    }
}
