using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Web.Tests;

public sealed class MovieTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Movie_OfAResumedTraining_HasWhatWasMeasuredLast()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (_, ticket) = await app.AddFinishedAsync(Cancellation);
        using (var journal = new JournalWriter(app.Laboratory.JournalOf(new StepKey(ticket))))
        {
            journal.Append("evaluation", Point(10, 0.5));
            journal.Append("mask", Frame(10, 7, hasBits: true));
            journal.Append("evaluation", Point(20, 0.6));
            journal.Append("mask", Frame(20, 6, hasBits: true));
            journal.Append("resumed", new JsonObject { ["iteration"] = 10 });
            journal.Append("evaluation", Point(20, 0.75));
            journal.Append("mask", Frame(30, 4, hasBits: false));
        }

        var movie = (await client.GetFromJsonAsync<JsonObject>($"/api/tickets/{ticket}/movie", Cancellation))!;
        Assert.Equal([(10L, 0.5), (20L, 0.75)], movie["points"]!.AsArray().Select(point => ((long)point!["iteration"]!, (double)point["explored"]!)));
        Assert.Equal(0.75, (double)movie["points"]![1]!["layers"]!["fc.weight"]!);
        Assert.Equal([(10L, 7L, true), (30L, 4L, false)], movie["frames"]!.AsArray().Select(frame => ((long)frame!["iteration"]!, (long)frame["layers"]![0]!["kept"]!, (bool)frame["hasPicture"]!)));

        var picture = await client.GetByteArrayAsync($"/api/tickets/{ticket}/movie/10/fc.weight.png", Cancellation);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        foreach (var absent in new[] { "30/fc.weight.png", "10/none.png", "11/fc.weight.png" })
        {
            using var answer = await client.GetAsync($"/api/tickets/{ticket}/movie/{absent}", Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Movie_OfATrainingWithoutMoves_IsEmpty()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, ticket) = await app.AddFinishedAsync(Cancellation);
        var movie = (await client.GetFromJsonAsync<JsonObject>($"/api/tickets/{ticket}/movie", Cancellation))!;
        Assert.Empty(movie["points"]!.AsArray());
        Assert.Empty(movie["frames"]!.AsArray());
        Assert.DoesNotContain("How connections moved", await client.GetStringAsync($"/experiments/{id}", Cancellation));
    }

    private static JsonObject Point(long iteration, double explored) => new()
    {
        ["iteration"] = iteration,
        ["learningRate"] = 0.1,
        ["extra"] = new JsonObject { ["explored"] = explored, ["moved"] = 0.25, ["fc.weight/explored"] = explored, ["fc.weight/grown"] = 3 },
    };

    private static JsonObject Frame(long iteration, int kept, bool hasBits)
    {
        var fields = new JsonObject { ["iteration"] = iteration, ["tensors"] = new JsonArray(new JsonObject { ["name"] = "fc.weight", ["count"] = 12, ["kept"] = kept }) };
        if (hasBits)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            {
                zlib.Write(MaskFile.ToBytes(new MaskSet([new("fc.weight", BitMask.From(12, index => index < kept))])));
            }

            fields["bits"] = Convert.ToBase64String(packed.ToArray());
        }

        return fields;
    }
}
