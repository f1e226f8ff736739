using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Steps;
using Microsoft.Extensions.Caching.Memory;

namespace LotteryLab.Web.Tickets;

/// <summary>Reads tickets from the artifact store: masks, shapes, distributions, lineage, files. Never loads LibTorch.</summary>
internal sealed class TicketService(ExperimentStore experiments, Laboratory laboratory) : IDisposable
{
    // Masks and statistics of a few large networks; everything can be read again.
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 256L << 20 });

    /// <summary>The ticket with this id (or the first twelve or more digits of it), or null.</summary>
    public async Task<TicketDetail?> FindAsync(string id, CancellationToken cancellation)
    {
        if (await experiments.TicketAsync(id, cancellation) is not { } row)
        {
            return null;
        }

        var isTrained = laboratory.Store.Contains(new StepKey(row.Id));
        var masks = row.Layers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        var layers = Shapes(row.StartKey).Select(tensor =>
        {
            var count = tensor.Value.Aggregate(1L, (product, size) => product * size);
            return masks.TryGetValue(tensor.Key, out var mask) ? new TicketLayer(tensor.Key, tensor.Value, mask.Count, mask.Kept, true) : new TicketLayer(tensor.Key, tensor.Value, count, count, false);
        });
        return new TicketDetail(row.Id, row.StartKey, row.MaskKey, isTrained, row.IsImported, [.. layers], row.Places, isTrained ? Lineage(row.Id) : []);
    }

    /// <summary>Mask and shape of one layer.</summary>
    /// <exception cref="LotteryLabException">There is no such ticket or layer, or an artifact is damaged.</exception>
    public async Task<LayerMask> MaskAsync(string id, string layer, CancellationToken cancellation)
    {
        var row = await RowAsync(id, cancellation);
        var key = row.MaskKey ?? throw Missing("ticket.dense", "This is the dense network: it keeps every weight.");
        var mask = Masks(key).Find(layer) ?? throw Missing("ticket.no-layer", $"The ticket has no mask of a layer '{Clip(layer)}'.");
        return new LayerMask(key, mask, Shapes(row.StartKey).GetValueOrDefault(layer) ?? [mask.Count]);
    }

    /// <summary>One layer in numbers.</summary>
    /// <exception cref="LotteryLabException">There is no such ticket or layer, or an artifact is damaged.</exception>
    public async Task<LayerStatistics> StatisticsAsync(string id, string layer, CancellationToken cancellation)
    {
        var row = await RowAsync(id, cancellation);
        if (!Shapes(row.StartKey).TryGetValue(layer, out var shape))
        {
            throw Missing("ticket.no-layer", $"The ticket has no layer '{Clip(layer)}'.");
        }

        return cache.GetOrCreate(("statistics", row.Id, layer, laboratory.Store.Contains(new StepKey(row.Id))), entry =>
        {
            var count = shape.Aggregate(1L, (product, size) => product * size);
            var mask = (row.MaskKey is { } key ? Masks(key).Find(layer) : null) ?? BitMask.Full(count);
            var (outputs, inputs) = new MaskPlane(mask, shape).Counts();
            entry.Size = 1024 + (4L * (outputs.Length + inputs.Length));
            return new LayerStatistics(layer, shape, mask.Count, mask.Kept, outputs, inputs, Histogram(row.StartKey, layer, mask), Histogram(row.Id, layer, mask));
        })!;
    }

    /// <summary>Overlap of two tickets' masks, layer by layer, beside what chance gives.</summary>
    /// <exception cref="LotteryLabException">One is not there or dense, or they are of different networks.</exception>
    public async Task<IReadOnlyList<MaskOverlap>> OverlapAsync(string first, string second, CancellationToken cancellation)
    {
        var a = (await RowAsync(first, cancellation)).MaskKey ?? throw Missing("ticket.dense", "The first is the dense network: it keeps every weight.");
        var b = (await RowAsync(second, cancellation)).MaskKey ?? throw Missing("ticket.dense", "The second is the dense network: it keeps every weight.");
        var (left, right) = (Masks(a), Masks(b));
        return left.Entries.Count == right.Entries.Count && left.Entries.All(entry => right.Find(entry.Key)?.Count == entry.Value.Count)
            ? [MaskOverlap.Whole(left, right), .. MaskOverlap.PerTensor(left, right)]
            : throw new LotteryLabException("ticket.other-network", "The two tickets are of different networks.", "Compare tickets of one architecture.");
    }

    /// <summary>How the connections of a ticket moved while it was trained.</summary>
    /// <exception cref="LotteryLabException">There is no such ticket.</exception>
    public async Task<ConnectionMovie> MovieAsync(string id, CancellationToken cancellation) =>
        ConnectionMovie.Read(laboratory, new StepKey((await RowAsync(id, cancellation)).Id));

    /// <summary>Mask and shape of one layer at an iteration of the training.</summary>
    /// <exception cref="LotteryLabException">There is no such ticket, or the mask was not kept.</exception>
    public async Task<LayerMask> FrameAsync(string id, long iteration, string layer, CancellationToken cancellation)
    {
        var row = await RowAsync(id, cancellation);
        var mask = ConnectionMovie.Mask(laboratory, new StepKey(row.Id), iteration, layer)
            ?? throw Missing("ticket.no-frame", $"No mask of a layer '{Clip(layer)}' was kept at iteration {iteration}.");
        return new LayerMask(row.Id, mask, Shapes(row.StartKey).GetValueOrDefault(layer) ?? [mask.Count]);
    }

    /// <summary>The ticket as a file; the caller disposes the stream.</summary>
    /// <exception cref="LotteryLabException">It is not trained, or an artifact is damaged.</exception>
    public async Task<Stream> ExportAsync(string id, TicketFormat format, CancellationToken cancellation, bool isAnonymous = false)
    {
        var row = await RowAsync(id, cancellation);
        var path = Path.Combine(Path.GetTempPath(), $"lotterylab-{Guid.NewGuid():N}");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            await Task.Run(
                () =>
                {
                    var ticket = new TicketReader(laboratory.Store).Read(new StepKey(row.Id));
                    TicketFile.Write(file, isAnonymous ? Nameless(ticket) : ticket, format);
                },
                cancellation);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public void Dispose() => cache.Dispose();

    // What an imported ticket claims about itself may hold names; keys would lead to the same ticket under its name elsewhere.
    private static Ticket Nameless(Ticket ticket) => ticket with
    {
        Provenance = new ProvenanceChain([]),
        Facts = new System.Text.Json.Nodes.JsonObject(new[] { "kept", "prunable", "summary" }.Where(ticket.Facts.ContainsKey).Select(name => KeyValuePair.Create(name, ticket.Facts[name]?.DeepClone()))),
    };

    private async Task<TicketRow> RowAsync(string id, CancellationToken cancellation) =>
        await experiments.TicketAsync(id, cancellation) ?? throw Missing("ticket.not-found", "There is no such ticket, or it is not shared with you.");

    private MaskSet Masks(string key) => cache.GetOrCreate(("mask", key), entry =>
    {
        var masks = MaskFile.FromBytes(Artifact(key).Read(ArtifactFiles.Mask));
        entry.Size = (masks.Count / 8) + 1024;
        return masks;
    })!;

    private IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes(string startKey)
    {
        if (cache.TryGetValue(("shapes", startKey), out IReadOnlyDictionary<string, IReadOnlyList<long>>? known))
        {
            return known!;
        }

        if (laboratory.Store.Find(new StepKey(startKey)) is not { } artifact || !artifact.Manifest.Files.TryGetValue(ArtifactFiles.State, out var file))
        {
            // Not computed yet: asked again at the next visit.
            return new Dictionary<string, IReadOnlyList<long>>();
        }

        if (file.Shapes is { } recorded)
        {
            return recorded;
        }

        // Written before artifacts said their shapes: the whole file, because only the whole file can be checked.
        using var stream = new MemoryStream(artifact.Read(ArtifactFiles.State));
        var shapes = SafetensorsFile.Read(stream).ToDictionary(entry => entry.Name, entry => entry.Shape, StringComparer.Ordinal);
        return cache.Set(("shapes", startKey), shapes, new MemoryCacheEntryOptions { Size = 128L * shapes.Count });
    }

    private Histogram? Histogram(string key, string layer, BitMask mask) =>
        laboratory.Store.Find(new StepKey(key)) is { } artifact && artifact.Has(ArtifactFiles.State) && StateFile.ReadFloats(artifact, layer) is { } values
            ? Tickets.Histogram.Of(values, mask)
            : null;

    private List<LineageStep> Lineage(string key)
    {
        try
        {
            return [.. ProvenanceChain.Of(new StepKey(key), laboratory.Store).Links.Select(link => new LineageStep(
                link.Key.Hex,
                ImportedKind(link.Step) ?? link.Kind,
                link.Inputs.ToDictionary(input => input.Key, input => input.Value.Hex),
                link.Step["parameters"] as System.Text.Json.Nodes.JsonObject))];
        }
        catch (CorruptArtifactException)
        {
            // An ancestor was collected; the ticket itself is whole.
            return [];
        }
    }

    // Of an imported step the lineage says what its laboratory did, and that it was not here.
    private static string? ImportedKind(System.Text.Json.Nodes.JsonObject step) =>
        step["parameters"]?["step"] is System.Text.Json.Nodes.JsonObject origin && (string?)step["kind"] == "foreign" ? $"{origin["kind"]} (imported)" : null;

    private Artifact Artifact(string key) =>
        laboratory.Store.Find(new StepKey(key)) ?? throw Missing("ticket.no-mask-yet", "The mask has not been computed yet, or was cleaned up.");

    private static LotteryLabException Missing(string code, string message) => new(code, message, "Look at the ticket's page for what there is.");

    private static string Clip(string text) => new([.. text.Take(80).Where(c => !char.IsControl(c))]);
}

/// <summary>Mask of one layer.</summary>
/// <param name="Key">Key of the mask: equal keys are equal bits for ever.</param>
/// <param name="Mask">The bits.</param>
/// <param name="Shape">Sizes of each dimension.</param>
internal sealed record LayerMask(string Key, BitMask Mask, IReadOnlyList<long> Shape);
