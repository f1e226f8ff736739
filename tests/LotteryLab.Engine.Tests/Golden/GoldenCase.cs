using System.Text.Json;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>One file of reference results, as it was written.</summary>
public sealed class GoldenCase
{
    private GoldenCase(string relativePath, JsonElement root)
    {
        RelativePath = relativePath;
        Root = root;
    }

    /// <summary>Path below the golden folder, for example <c>flops/architectures.json</c>.</summary>
    public string RelativePath { get; }

    public JsonElement Root { get; }

    public string Folder => RelativePath.Split('/')[0];

    public string Method => Root.GetProperty("method").GetString()!;

    public JsonElement Params => Root.GetProperty("params");

    public JsonElement Expected => Root.GetProperty("expected");

    public double Tolerance => Root.GetProperty("tolerance").GetDouble();

    /// <summary>Description of the network in words; empty when the case has none.</summary>
    public string Architecture => Root.TryGetProperty("network", out var network) && network.ValueKind == JsonValueKind.Object && network.TryGetProperty("architecture", out var text)
        ? text.GetString() ?? ""
        : "";

    /// <summary>Whether <c>params</c> has a member.</summary>
    public bool HasParam(string name) => Has(Params, name);

    /// <summary>Whether <c>expected</c> has a member.</summary>
    public bool HasExpected(string name) => Has(Expected, name);

    public GoldenTensor Inputs => GoldenTensor.Read(Root.GetProperty("inputs"));

    /// <summary>Labels as one list, however they are nested.</summary>
    public long[] Labels => [.. Flatten(Root.GetProperty("labels"))];

    public static GoldenCase Load(string relativePath) =>
        Parse(relativePath, File.ReadAllText(Path.Combine(GoldenFolder.Root, relativePath)));

    public static GoldenCase Parse(string relativePath, string json)
    {
        using var document = JsonDocument.Parse(json);
        return new GoldenCase(relativePath, document.RootElement.Clone());
    }

    /// <summary>Tensors of <c>network.parameters</c>, in file order; of one group when a case holds several networks.</summary>
    public IReadOnlyDictionary<string, GoldenTensor> Parameters(string? group = null)
    {
        var parameters = Root.GetProperty("network").GetProperty("parameters");
        return Tensors(group is null ? parameters : parameters.GetProperty(group));
    }

    /// <summary>The network that the case describes, with the image size that its inputs have.</summary>
    public NetworkDefinition Network(string? group = null) => GoldenNetwork.Build(Architecture, Parameters(group), InputSizes());

    /// <summary>Members of an object that are tensors, in file order.</summary>
    public static IReadOnlyDictionary<string, GoldenTensor> Tensors(JsonElement element)
    {
        var tensors = new OrderedDictionary<string, GoldenTensor>(StringComparer.Ordinal);
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject().Where(member => GoldenTensor.IsTensor(member.Value)))
            {
                tensors[member.Name] = GoldenTensor.Read(member.Value);
            }
        }

        return tensors;
    }

    /// <summary>Masks written as tensors of zeros and ones.</summary>
    public static MaskSet Masks(JsonElement element) =>
        new(Tensors(element).Select(tensor => KeyValuePair.Create(tensor.Key, tensor.Value.Mask)));

    public static bool Has(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    // Sizes of one example; a leading [step, batch] or [batch] is cut off by the network builder, which knows how many it needs.
    private IReadOnlyList<long> InputSizes() =>
        Root.TryGetProperty("inputs", out var inputs) && GoldenTensor.IsTensor(inputs)
            ? [.. inputs.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())]
            : [];

    private static IEnumerable<long> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.GetInt64()];
}
