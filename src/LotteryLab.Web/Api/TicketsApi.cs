using System.Buffers.Binary;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Masks;
using LotteryLab.Web.Security;
using LotteryLab.Web.Tickets;
using Microsoft.Net.Http.Headers;

namespace LotteryLab.Web.Api;

/// <summary><c>/api/tickets</c>: masks as bits and pictures, distributions, overlap, files.</summary>
internal static class TicketsApi
{
    private const int LargestGrid = 512;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/tickets").WithTags("tickets").RequireAuthorization(Access.View);
        group.MapGet("/{id}", async (string id, TicketService tickets, CancellationToken cancellation) =>
            await tickets.FindAsync(id, cancellation) is { } ticket ? Results.Ok(ticket) : ApiProblem.NotFound("ticket")).WithSummary("One ticket: layers, places, lineage");
        group.MapGet("/{id}/layers/{layer}", async (string id, string layer, TicketService tickets, CancellationToken cancellation) =>
            Results.Ok(await tickets.StatisticsAsync(id, layer, cancellation))).WithSummary("Densities of rows and columns, and distributions of weights");
        group.MapGet("/{id}/masks/{layer}", MaskAsync).WithSummary("The mask of a layer as packed bits; as a picture when the address ends in .png");
        group.MapGet("/{id}/masks/{layer}/grid", GridAsync).WithSummary("Shares of kept weights in a grid, one byte a cell");
        group.MapGet("/{id}/overlap/{other}", async (string id, string other, TicketService tickets, CancellationToken cancellation) =>
            Results.Ok(await tickets.OverlapAsync(id, other, cancellation))).WithSummary("Overlap of two masks, beside what chance gives");
        group.MapGet("/{id}/movie", async (string id, TicketService tickets, CancellationToken cancellation) =>
            Results.Ok(await tickets.MovieAsync(id, cancellation))).WithSummary("How connections moved during training: explored shares, and counts by layer");
        group.MapGet("/{id}/movie/{iteration:long}/{layer}.png", FrameAsync).WithSummary("The mask of a layer at an iteration of the training, as a picture");
        group.MapGet("/{id}/export", ExportAsync).WithSummary("The ticket as a file: safetensors, npz or json");
    }

    /// <summary>The answer for packed bits or a picture; shared pages give the same.</summary>
    public static async Task<IResult> MaskAsync(string id, string layer, HttpContext http, TicketService tickets, CancellationToken cancellation, int size = 96)
    {
        var isPicture = layer.EndsWith(".png", StringComparison.Ordinal);
        var found = await tickets.MaskAsync(id, isPicture ? layer[..^4] : layer, cancellation);
        var pixels = Math.Clamp(size, 8, 4096);
        Keep(http);
        http.Response.Headers["X-Mask-Count"] = Number(found.Mask.Count);
        http.Response.Headers["X-Mask-Kept"] = Number(found.Mask.Kept);
        http.Response.Headers["X-Mask-Shape"] = string.Join(',', found.Shape);
        return isPicture
            ? Results.Bytes(MaskPicture.Of(found, pixels), "image/png", entityTag: Tag(found, $"{layer}-{pixels}"))
            : Results.Bytes(Packed(found.Mask), "application/octet-stream", entityTag: Tag(found, layer));
    }

    private static async Task<IResult> FrameAsync(string id, long iteration, string layer, HttpContext http, TicketService tickets, CancellationToken cancellation, int size = 96)
    {
        var found = await tickets.FrameAsync(id, iteration, layer, cancellation);
        var pixels = Math.Clamp(size, 8, 1024);
        Keep(http);
        return Results.Bytes(MaskPicture.Of(found, pixels), "image/png", entityTag: Tag(found, $"{layer}-{iteration}-{pixels}"));
    }

    private static async Task<IResult> GridAsync(string id, string layer, HttpContext http, TicketService tickets, CancellationToken cancellation, int size = 256)
    {
        var found = await tickets.MaskAsync(id, layer, cancellation);
        var cells = Math.Clamp(size, 1, LargestGrid);
        var (shares, rows, columns) = new MaskPlane(found.Mask, found.Shape).Grid(cells);
        Keep(http);
        http.Response.Headers["X-Grid-Rows"] = Number(rows);
        http.Response.Headers["X-Grid-Columns"] = Number(columns);
        return Results.Bytes(shares, "application/octet-stream", entityTag: Tag(found, $"{layer}-grid-{cells}"));
    }

    private static async Task<IResult> ExportAsync(string id, TicketService tickets, CancellationToken cancellation, string format = "safetensors")
    {
        if (!Enum.TryParse<TicketFormat>(format, ignoreCase: true, out var chosen) || !Enum.IsDefined(chosen) || char.IsDigit(format[0]))
        {
            return ApiProblem.Of("ticket.format", "Tickets are exported as safetensors, npz or json.", "Write ?format=safetensors, ?format=npz or ?format=json.", StatusCodes.Status400BadRequest);
        }

        var file = await tickets.ExportAsync(id, chosen, cancellation);
        return Results.Stream(file, "application/octet-stream", $"ticket-{id[..12]}.{chosen.ToString().ToLowerInvariant()}");
    }

    /// <summary>Bit i of byte i / 8, least significant first, is 1 when weight i (row-major) is kept.</summary>
    private static byte[] Packed(BitMask mask)
    {
        var bytes = new byte[mask.Words.Length * sizeof(ulong)];
        for (var i = 0; i < mask.Words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), mask.Words[i]);
        }

        return bytes[..(int)((mask.Count + 7) / 8)];
    }

    // The key of a mask is the hash of everything that it follows from: its bits never change.
    private static void Keep(HttpContext http) => http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";

    private static EntityTagHeaderValue Tag(LayerMask found, string part) =>
        new($"\"{found.Key[..32]}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(part)))[..16]}\"");

    private static string Number(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
