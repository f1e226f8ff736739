using System.Net;
using System.Security.Cryptography;
using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Worker.Running;

namespace LotteryLab.Worker.Tests;

public sealed class FileDownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("lotterylab-download-");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task Fetch_FirstMirrorDownSecondDamaged_TakesTheThird()
    {
        var target = await FetchAsync(request => request.RequestUri!.Host switch
        {
            "a.test" => new HttpResponseMessage(HttpStatusCode.NotFound),
            "b.test" => Answer([.. Content.Reverse()]),
            _ => Answer(Content),
        });
        Assert.Equal(Content, await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken));
        Assert.Single(root.EnumerateFiles());
    }

    [Fact]
    public async Task Fetch_PartIsThere_AsksOnlyForTheRest()
    {
        await File.WriteAllBytesAsync(Path.Combine(root.FullName, "file.part"), Content[..400], TestContext.Current.CancellationToken);
        var from = -1L;
        var target = await FetchAsync(request =>
        {
            from = request.Headers.Range!.Ranges.Single().From!.Value;
            var rest = Answer(Content[(int)from..]);
            rest.StatusCode = HttpStatusCode.PartialContent;
            return rest;
        });
        Assert.Equal(400, from);
        Assert.Equal(Content, await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fetch_EveryMirrorWrong_SaysHowEachFailedAndLeavesNoFile()
    {
        var problem = await Assert.ThrowsAsync<LotteryLabException>(() => FetchAsync(request => request.RequestUri!.Host == "a.test" ? Answer(new byte[5000]) : Answer(new byte[1000])));
        Assert.Contains("a.test", problem.Message, StringComparison.Ordinal);
        Assert.Contains("checksum", problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(root.FullName, "file")));
    }

    private static HttpResponseMessage Answer(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    private async Task<string> FetchAsync(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var file = new RemoteFile("file", ["http://a.test/", "http://b.test/", "http://c.test/"], Convert.ToHexStringLower(SHA256.HashData(Content)), "", Content.Length);
        var target = Path.Combine(root.FullName, "file");
        using var client = new HttpClient(new FakeServer(answer));
        await new FileDownload(client).FetchAsync(file, target, (_, _) => { }, TestContext.Current.CancellationToken);
        return target;
    }

    private sealed class FakeServer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
