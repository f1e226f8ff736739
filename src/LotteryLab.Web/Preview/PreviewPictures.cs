using System.Security.Cryptography;
using System.Text.Json;
using LotteryLab.Data;
using Microsoft.Extensions.Caching.Memory;

namespace LotteryLab.Web.Preview;

/// <summary>Keeps drawn preview cards: a link that is posted in a busy place is asked for its picture many times in a minute.</summary>
internal sealed class PreviewPictures : IDisposable
{
    // Raised when the same content is drawn differently, so that browsers ask again.
    private const int Drawing = 1;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 16L << 20 });

    /// <summary>The picture of a card, with a text that changes when the picture does.</summary>
    public (byte[] Png, string Tag) Of(PreviewCard card)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(new { Drawing, Card = card }, DataJson.Format);
        var tag = Convert.ToHexStringLower(SHA256.HashData(content))[..32];
        var png = cache.GetOrCreate(tag, entry =>
        {
            var drawn = card.ToPng();
            entry.Size = drawn.Length;
            return drawn;
        })!;
        return (png, tag);
    }

    public void Dispose() => cache.Dispose();
}
