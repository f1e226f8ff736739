using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Export;

/// <summary>A ticket as named tensors: <c>mask.&lt;tensor&gt;</c> (bytes, 1 = kept), <c>start.&lt;tensor&gt;</c> and <c>end.&lt;tensor&gt;</c>.</summary>
public static class TicketTensors
{
    /// <summary>Prefix of masks.</summary>
    public const string Mask = "mask.";

    /// <summary>Prefix of weights before training.</summary>
    public const string Start = "start.";

    /// <summary>Prefix of weights after training.</summary>
    public const string End = "end.";

    /// <summary>Upper bound of the weights of a ticket from a stranger: no network of this lab comes near it.</summary>
    private const long MostWeights = 1L << 31;

    /// <summary>The tensors of a ticket.</summary>
    public static IReadOnlyList<SafetensorsEntry> Of(Ticket ticket)
    {
        var shapes = ticket.Start.ToDictionary(entry => entry.Name, entry => entry.Shape, StringComparer.Ordinal);
        var masks = ticket.Mask?.Entries.Select(mask => new SafetensorsEntry(Mask + mask.Key, SafetensorsType.U8, shapes.TryGetValue(mask.Key, out var shape) ? shape : [mask.Value.Count], Bytes(mask.Value))) ?? [];
        return
        [
            .. masks,
            .. ticket.Start.Select(entry => entry with { Name = Start + entry.Name }),
            .. ticket.End.Select(entry => entry with { Name = End + entry.Name }),
        ];
    }

    /// <summary>Sorts the tensors of a file into mask, start and end weights. Trusts nothing.</summary>
    /// <exception cref="LotteryLabException">The tensors are no ticket (code <c>ticket.invalid</c>).</exception>
    public static (MaskSet? Mask, IReadOnlyList<SafetensorsEntry> Start, IReadOnlyList<SafetensorsEntry> End) Sort(IReadOnlyList<SafetensorsEntry> tensors)
    {
        if (tensors.FirstOrDefault(tensor => !HasPrefix(tensor, Mask) && !HasPrefix(tensor, Start) && !HasPrefix(tensor, End)) is { } stranger)
        {
            throw Invalid($"'{Clip(stranger.Name)}' is neither a mask, nor a start, nor an end tensor");
        }

        var start = Part(tensors, Start);
        var end = Part(tensors, End);
        if (start.Count == 0)
        {
            throw Invalid("it holds no start weights");
        }

        var shapes = start.ToDictionary(entry => entry.Name, entry => entry.Shape, StringComparer.Ordinal);
        if (start.Sum(entry => (decimal)Count(entry)) > MostWeights)
        {
            throw Invalid($"it holds more than {MostWeights} weights");
        }

        foreach (var entry in end)
        {
            Compare(entry, shapes, "end");
        }

        if (end.Count > 0 && end.Count != start.Count)
        {
            throw Invalid($"it holds {start.Count} start tensors but {end.Count} end tensors");
        }

        var masks = Part(tensors, Mask).Select(entry =>
        {
            Compare(entry, shapes, "mask");
            return KeyValuePair.Create(entry.Name, Bits(entry));
        }).ToList();
        return (masks.Count == 0 ? null : new MaskSet(masks), start, end);
    }

    private static bool HasPrefix(SafetensorsEntry tensor, string prefix) =>
        tensor.Name.Length > prefix.Length && tensor.Name.StartsWith(prefix, StringComparison.Ordinal);

    private static List<SafetensorsEntry> Part(IReadOnlyList<SafetensorsEntry> tensors, string prefix) =>
        [.. tensors.Where(tensor => HasPrefix(tensor, prefix)).Select(tensor => tensor with { Name = tensor.Name[prefix.Length..] })];

    private static void Compare(SafetensorsEntry entry, Dictionary<string, IReadOnlyList<long>> shapes, string what)
    {
        if (!shapes.TryGetValue(entry.Name, out var shape) || !shape.SequenceEqual(entry.Shape))
        {
            throw Invalid($"the {what} tensor '{Clip(entry.Name)}' has no start tensor of the same name and shape");
        }
    }

    private static BitMask Bits(SafetensorsEntry entry)
    {
        if (entry.Type != SafetensorsType.U8)
        {
            throw Invalid($"the mask of '{Clip(entry.Name)}' is of type {entry.Type} instead of U8");
        }

        var bytes = entry.Bytes;
        if (bytes.Span.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw Invalid($"the mask of '{Clip(entry.Name)}' holds something other than 0 and 1");
        }

        return BitMask.From(bytes.Length, index => bytes.Span[(int)index] != 0);
    }

    private static byte[] Bytes(BitMask mask)
    {
        var bytes = new byte[mask.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = mask[i] ? (byte)1 : (byte)0;
        }

        return bytes;
    }

    private static long Count(SafetensorsEntry entry) => entry.Bytes.Length / SafetensorsEntry.SizeOf(entry.Type);

    private static string Clip(string name) => new([.. name.Take(80).Select(c => char.IsControl(c) ? '?' : c)]);

    private static LotteryLabException Invalid(string reason) =>
        new("ticket.invalid", $"The file is not a ticket: {reason}.", "Import a file that 'lotterylab export --format safetensors' wrote.");
}
