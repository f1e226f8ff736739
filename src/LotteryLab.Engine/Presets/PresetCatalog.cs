using System.Text.Json;
using System.Text.Json.Serialization;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Presets;

/// <summary>The presets that ship inside the engine; each is read by the same strict reader as anyone's spec.</summary>
public sealed class PresetCatalog
{
    private const string Prefix = "Presets/";

    private static readonly Lazy<PresetCatalog> Shared = new(() => new PresetCatalog(ComponentCatalog.Default));

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly List<Preset> all;

    /// <summary>Reads every preset.</summary>
    /// <exception cref="CatalogException">A preset is malformed or its spec is refused; the message says which and why.</exception>
    public PresetCatalog(ComponentCatalog catalog)
    {
        var reader = new SpecReader(catalog);
        all = [.. Ids().Select(id => Read(reader, id, Text(id)))];
    }

    /// <summary>The presets, read with the components of the engine.</summary>
    public static PresetCatalog Default => Shared.Value;

    /// <summary>All presets: quick ones first, then by identifier.</summary>
    public IReadOnlyList<Preset> All =>
        [.. all.OrderBy(preset => preset.ExpectedMinutesOnTwoCores ?? double.PositiveInfinity).ThenBy(preset => preset.Id, StringComparer.Ordinal)];

    /// <summary>Identifiers of all presets, in ordinal order, without reading their specs.</summary>
    public static IReadOnlyList<string> Ids() =>
    [
        .. typeof(PresetCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The preset with this identifier.</summary>
    /// <exception cref="LotteryLabException">There is none; the message lists the known ones and the nearest.</exception>
    public Preset Find(string id)
    {
        if (all.Find(preset => preset.Id == id) is { } found)
        {
            return found;
        }

        var nearest = NearestName.Find(id, all.Select(preset => preset.Id));
        var suggestion = nearest is null ? "" : $"Did you mean '{nearest}'? ";
        throw new LotteryLabException("preset.unknown", $"There is no preset '{id}'.", $"{suggestion}Known are: {string.Join(", ", all.Select(preset => preset.Id))}.");
    }

    /// <summary>Reads one preset from its text.</summary>
    /// <exception cref="CatalogException">It is malformed or its spec is refused.</exception>
    internal static Preset Read(SpecReader reader, string id, string text)
    {
        PresetFile file;
        try
        {
            file = JsonSerializer.Deserialize<PresetFile>(text, Strict) ?? throw new JsonException("The file is empty.");
        }
        catch (JsonException exception)
        {
            throw new CatalogException($"The preset '{id}' is malformed: {exception.Message}", "Correct its JSON file.");
        }

        if (file.Id != id)
        {
            throw new CatalogException($"The preset in the file '{id}.json' calls itself '{file.Id}'.", "Give file and preset the same name.");
        }

        var spec = reader.TryRead(file.Spec, out var problems)
            ?? throw new CatalogException($"The spec of the preset '{id}' is refused:\n{string.Join('\n', problems.Select(problem => $"- {problem}"))}", "Correct its JSON file.");
        return new Preset(file.Id, file.Title, file.Summary, file.Provenance, file.ExpectedMinutesOnTwoCores, spec);
    }

    private static string Text(string id)
    {
        using var stream = typeof(PresetCatalog).Assembly.GetManifestResourceStream($"{Prefix}{id}.json")!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    private sealed record PresetFile(string Id, string Title, string Summary, PresetProvenance Provenance, double? ExpectedMinutesOnTwoCores, JsonElement Spec);
}
