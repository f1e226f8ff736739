using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace LotteryLab.Web.Tests;

/// <summary>Serves files as a mirror on the internet would, without one.</summary>
internal sealed class FileServer : HttpMessageHandler
{
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Bytes after which every answer breaks off; all of them when null.</summary>
    public int? TornAfter { get; set; }

    /// <summary>When set, an answer sends its first half and waits for this before the rest.</summary>
    public TaskCompletionSource? Gate { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (url, from) = (request.RequestUri!.ToString(), (int)(request.Headers.Range?.Ranges.Single().From ?? 0));
        Requests.Enqueue(from == 0 ? url : $"{url} from {from}");
        if (!Files.TryGetValue(url, out var content))
        {
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        }

        var body = new StreamContent(new SlowStream(content[from..], TornAfter, Gate));
        body.Headers.ContentLength = content.Length - from;
        if (from > 0)
        {
            body.Headers.ContentRange = new ContentRangeHeaderValue(from, content.Length - 1, content.Length);
        }

        return Task.FromResult(new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK) { Content = body });
    }

    private sealed class SlowStream(byte[] content, int? tornAfter, TaskCompletionSource? gate) : Stream
    {
        private int sent;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => sent; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (tornAfter is { } limit && sent >= limit)
            {
                throw new IOException("the connection was reset");
            }

            var half = content.Length / 2;
            if (gate is not null && sent >= half)
            {
                await gate.Task.WaitAsync(cancellationToken);
            }

            var end = gate is not null && sent < half ? half : content.Length;
            var count = Math.Min(buffer.Length, Math.Min(end, tornAfter ?? end) - sent);
            content.AsMemory(sent, count).CopyTo(buffer);
            sent += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
