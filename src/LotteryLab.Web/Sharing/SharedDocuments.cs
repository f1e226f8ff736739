using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Web.Components.Shared;
using LotteryLab.Web.Tickets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace LotteryLab.Web.Sharing;

/// <summary>Renders whole documents outside the app's own frame: the embedded chart, and the page as one file that needs nothing from anywhere.</summary>
internal sealed class SharedDocuments(IServiceScopeFactory scopes, ILoggerFactory log, IWebHostEnvironment environment, TicketService tickets)
{
    private const int MaskPixels = 96;
    private const int MostMasks = 64;

    // In this order: later sheets build on the names of earlier ones.
    private static readonly string[] Sheets = ["css/tokens.css", "css/charts.css", "css/document.css"];

    /// <summary>The chart alone.</summary>
    public Task<string> EmbedAsync(EmbedView view) => RenderAsync<EmbedDocument>(new() { [nameof(EmbedDocument.View)] = view });

    /// <summary>The page as one file.</summary>
    public async Task<string> FileAsync(SharedReading reading, CancellationToken cancellation)
    {
        var styles = string.Join('\n', await Task.WhenAll(Sheets.Select(sheet => ReadAsync(sheet, cancellation))));
        var masks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var round in reading.View.Experiments.Select(reading.Masks).OfType<RoundRow>())
        {
            foreach (var layer in round.Layers.Take(MostMasks))
            {
                if (await PictureAsync(round.Ticket, layer.Name, cancellation) is { } picture)
                {
                    masks[SharedDocument.KeyOf(round.Ticket, layer.Name)] = $"data:image/png;base64,{Convert.ToBase64String(picture)}";
                }
            }
        }

        return await RenderAsync<SharedDocument>(new() { [nameof(SharedDocument.Reading)] = reading, [nameof(SharedDocument.Styles)] = styles, [nameof(SharedDocument.Pictures)] = masks });
    }

    private async Task<byte[]?> PictureAsync(string ticket, string layer, CancellationToken cancellation)
    {
        try
        {
            return MaskPicture.Of(await tickets.MaskAsync(ticket, layer, cancellation), MaskPixels);
        }
        catch (LotteryLabException)
        {
            // Cleaned up since the link was frozen: the page keeps its numbers and leaves the picture out.
            return null;
        }
    }

    private async Task<string> ReadAsync(string sheet, CancellationToken cancellation)
    {
        using var reader = new StreamReader(environment.WebRootFileProvider.GetFileInfo(sheet).CreateReadStream());
        return await reader.ReadToEndAsync(cancellation);
    }

    private async Task<string> RenderAsync<TDocument>(Dictionary<string, object?> parameters)
        where TDocument : IComponent
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, log);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TDocument>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}

/// <summary>An embedded chart, or the reason why there is none.</summary>
/// <param name="Title">Title of the document.</param>
/// <param name="Theme">light, dark or auto.</param>
/// <param name="Width">Width in pixels; null fills the frame.</param>
/// <param name="Height">Height in pixels; null follows from the width.</param>
/// <param name="Reading">What is drawn; null when there is nothing.</param>
/// <param name="Problem">Why there is nothing.</param>
/// <param name="Address">Address of the whole page; empty when there is nothing.</param>
public sealed record EmbedView(string Title, string Theme, int? Width, int? Height, SharedReading? Reading, string Problem, string Address);
