using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>One file of reference results, as it was written.</summary>
public sealed class GoldenCase
{
    private const double LargestTolerance = 0.01;
    private readonly Lazy<string> inputKey;

    /// <summary>A case from its JSON, which it keeps.</summary>
    public GoldenCase(string relativePath, JsonObject json)
    {
        RelativePath = relativePath;
        inputKey = new(() => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('/', json.Where(member => member.Key is not ("expected" or "notes")).Select(member => $"{member.Key}={member.Value?.ToJsonString()}"))))));
        Root = GoldenNode.Root(json);
        Method = Root["method"].Text();
        foreach (var prose in new[] { "produced_by", "notes" })
        {
            Root.Find(prose)?.Declare("prose");
        }
    }

    /// <summary>Path below the golden folder, for example <c>flops/architectures.json</c>.</summary>
    public string RelativePath { get; }

    public GoldenNode Root { get; }

    public string Folder => Path.GetFileName(Path.GetDirectoryName(RelativePath)) ?? "";

    public string Method { get; }

    /// <summary>How far our numbers may be from those of the case; none of our methods needs more than a hundredth.</summary>
    public double Tolerance => Root["tolerance"].Number() is >= 0 and <= LargestTolerance and var tolerance
        ? tolerance
        : throw new GoldenException($"tolerance is {Root["tolerance"].Number()}; it must lie between 0 and {LargestTolerance}.");

    public GoldenNode Params => Root["params"];

    public GoldenNode Expected => Root["expected"];

    /// <summary>Everything that a computation can depend on: the case without what it expects.</summary>
    public string InputKey => inputKey.Value;

    public static GoldenCase Load(string relativePath) => new(relativePath, Read(relativePath));

    /// <summary>The JSON of a file, every time anew.</summary>
    public static JsonObject Read(string relativePath) => Parse(File.ReadAllText(Path.Combine(GoldenFolder.Root, relativePath)));

    /// <summary>JSON as Python writes it, where NaN and infinities may stand bare; they become texts.</summary>
    public static JsonObject Parse(string json)
    {
        var quoted = new StringBuilder(json.Length);
        var isInText = false;
        for (var i = 0; i < json.Length; i++)
        {
            var bare = isInText ? null : Array.Find(["NaN", "Infinity", "-Infinity"], word => string.CompareOrdinal(json, i, word, 0, word.Length) == 0);
            if (bare is not null)
            {
                quoted.Append('"').Append(bare).Append('"');
                i += bare.Length - 1;
                continue;
            }

            quoted.Append(json[i]);
            if (json[i] == '\\' && isInText)
            {
                quoted.Append(json[++i]);
            }
            else if (json[i] == '"')
            {
                isInText = !isInText;
            }
        }

        return JsonNode.Parse(quoted.ToString()) as JsonObject ?? throw new GoldenException("The file holds no object.");
    }

    /// <summary>A computation from what the case gives; it must not look at what the case expects, and what it needs must have been read.</summary>
    public T Compute<T>(string name, Func<T> compute)
        where T : notnull => GoldenMemo.Of($"{InputKey}/{name}", compute);

    /// <summary>Labels of the steps of a training: one list each.</summary>
    public static long[][] StepLabels(GoldenNode labels) => [.. labels.Items().Select(step => step.Wholes())];

    /// <summary>Says that the case has no inputs and no labels; their places are empty.</summary>
    public void HasNoInputs()
    {
        if (Root.Find("inputs") is { } inputs)
        {
            Require(inputs.Tensor().Values.Length == 0, "inputs are given where nothing takes any");
            inputs.Declare("an empty place");
        }

        if (Root.Find("labels") is { } labels)
        {
            Require(labels.Wholes().Length == 0, "labels are given where nothing takes any");
            labels.Declare("an empty place");
        }
    }

    /// <summary>Says that the case has neither network nor inputs, or words in the place of a network that are known.</summary>
    public void HasNoNetwork(params string[] words)
    {
        HasNoInputs();
        if (words.Length == 0)
        {
            Require(Root.Find("network") is null, "a network is described where nothing takes one");
            return;
        }

        Root["network"]["architecture"].Word(words);
        Root["network"]["parameters"].Declare("an empty place").HasOnly();
    }

    /// <summary>Tensors of a case that are all its network is, in file order; the words for that are known.</summary>
    public IReadOnlyDictionary<string, GoldenTensor> BareTensors(params string[] words)
    {
        Root["network"]["architecture"].Word(words);
        return Root["network"]["parameters"].Tensors();
    }

    public static void Require(bool isTrue, string otherwise)
    {
        if (!isTrue)
        {
            throw new GoldenException($"{char.ToUpperInvariant(otherwise[0])}{otherwise[1..]}.");
        }
    }
}
