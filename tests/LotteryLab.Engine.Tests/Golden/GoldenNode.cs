using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>
/// A member of a case that notes whether it was read. A handler reads every member or declares it a remark with a reason; what is left over
/// fails the case, so nothing in a case can be passed by in silence.
/// </summary>
public sealed class GoldenNode
{
    private readonly GoldenNode? parent;
    private readonly string name;
    private readonly JsonNode? json;
    private readonly Dictionary<string, GoldenNode> children = new(StringComparer.Ordinal);
    private bool isRead;

    private GoldenNode(GoldenNode? parent, string name, JsonNode? json) => (this.parent, this.name, this.json) = (parent, name, json);

    /// <summary>Where the member is, for people.</summary>
    public string Path => parent is null ? "" : parent.parent is null ? name : name[0] == '[' ? parent.Path + name : $"{parent.Path}.{name}";

    /// <summary>Why a change of this member may pass; null where it may not.</summary>
    public string? Remark { get; private set; }

    /// <summary>Elements of this list that <see cref="Remark"/> is about; null for all of it.</summary>
    public Func<int, bool>? RemarkElements { get; private set; }

    /// <summary>Why the member may as well be missing; null where it may not.</summary>
    public string? Default { get; private set; }

    /// <summary>Whether the members stand alone, so that one less is a smaller case and not another one.</summary>
    public bool HasSeparateEntries { get; private set; }

    /// <summary>Whether it is a tensor: <c>shape</c> and <c>values</c>.</summary>
    public bool IsTensor => json is JsonObject { Count: 2 } members && members.ContainsKey("shape") && members.ContainsKey("values");

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => json?.GetValueKind() == JsonValueKind.Number;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => json is JsonArray;

    /// <summary>A member that must be there, null or not.</summary>
    public GoldenNode this[string member] =>
        Child(member) ?? throw new GoldenException($"{Path} has no member '{member}'.");

    /// <summary>The whole case.</summary>
    public static GoldenNode Root(JsonObject json) => new(null, "", json);

    /// <summary>Whether there is a member, null or not. Looking reads nothing.</summary>
    public bool HasMember(string member) => json is JsonObject members && members.ContainsKey(member);

    /// <summary>Whether there is a member that is not null. Looking reads nothing.</summary>
    public bool Has(string member) => json is JsonObject members && members[member] is not null;

    /// <summary>A member, or null where it is missing or null.</summary>
    public GoldenNode? Find(string member) => Child(member)?.OrNull();

    /// <summary>This member, or null where the file says null.</summary>
    public GoldenNode? OrNull()
    {
        isRead |= json is null;
        return json is null ? null : this;
    }

    /// <summary>A child that a walk over the file may know about already; null where nobody has looked at it.</summary>
    public GoldenNode? Seen(string member) => children.GetValueOrDefault(member);

    /// <summary>Members of an object in file order; each has to be read.</summary>
    public IReadOnlyList<KeyValuePair<string, GoldenNode>> Members()
    {
        var members = json as JsonObject ?? throw new GoldenException($"{Path} is no object.");
        isRead |= members.Count == 0;
        return [.. members.Select(member => KeyValuePair.Create(member.Key, Child(member.Key)!))];
    }

    /// <summary>Members that stand alone, such as rows of a table by name.</summary>
    public IReadOnlyList<KeyValuePair<string, GoldenNode>> Entries()
    {
        HasSeparateEntries = true;
        return Members() is { Count: > 0 } members ? members : throw new GoldenException($"{Path} is empty.");
    }

    /// <summary>Requires that there are no other members than these, and all of them.</summary>
    public void HasOnly(params string[] names) => Exactly(names);

    /// <summary>Members whose names are exactly the given ones, in the given order.</summary>
    public IEnumerable<(string Name, GoldenNode Node)> Exactly(IEnumerable<string> names)
    {
        string[] wanted = [.. names];
        string[] found = [.. Members().Select(member => member.Key)];
        return found.Order(StringComparer.Ordinal).SequenceEqual(wanted.Order(StringComparer.Ordinal), StringComparer.Ordinal)
            ? wanted.Select(name => (name, this[name]))
            : throw new GoldenException($"{Path} has the members {string.Join(", ", found)} where {string.Join(", ", wanted)} are expected.");
    }

    /// <summary>Members whose names are exactly the given numbers, in the given order.</summary>
    public IEnumerable<(double Number, GoldenNode Node)> Exactly(IReadOnlyList<double> numbers)
    {
        var members = Members().ToDictionary(member => ParseNumber(member.Key, Path), member => member.Value);
        return members.Keys.Order().SequenceEqual(numbers.Order())
            ? numbers.Select(number => (number, members[number]))
            : throw new GoldenException($"{Path} has the members {string.Join(", ", Members().Select(member => member.Key))} where {string.Join(", ", numbers)} are expected.");
    }

    /// <summary>Elements of a list; each has to be read.</summary>
    public IReadOnlyList<GoldenNode> Items()
    {
        var items = json as JsonArray ?? throw new GoldenException($"{Path} is no list.");
        isRead |= items.Count == 0;
        return [.. Enumerable.Range(0, items.Count).Select(i => Child(string.Create(CultureInfo.InvariantCulture, $"[{i}]"))!)];
    }

    /// <summary>A number.</summary>
    public double Number()
    {
        isRead = true;
        return NumberOf(json, Path);
    }

    /// <summary>A whole number.</summary>
    public long Whole() => WholeOf(Number(), Path);

    /// <summary>A whole number that counts something.</summary>
    public int Count() => Whole() is >= 0 and <= int.MaxValue and var count ? (int)count : throw new GoldenException($"{Path} is {json}, which counts nothing.");

    /// <summary>True or false.</summary>
    public bool Flag()
    {
        isRead = true;
        return json?.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new GoldenException($"{Path} is {Shown}, neither true nor false."),
        };
    }

    /// <summary>A text.</summary>
    public string Text()
    {
        isRead = true;
        return json?.GetValueKind() == JsonValueKind.String ? json.GetValue<string>() : throw new GoldenException($"{Path} is {Shown} and no text.");
    }

    /// <summary>A text that must be one of the known ones.</summary>
    public string Word(params string[] known) =>
        known.Contains(Text(), StringComparer.Ordinal) ? Text() : throw new GoldenException($"{Path} is '{Text()}', which is unknown here: it may be {string.Join(", ", known.Select(word => $"'{word}'"))}.");

    /// <summary>All numbers of a list, in order, however they are nested.</summary>
    public double[] Numbers()
    {
        isRead = true;
        var numbers = new List<double>();
        Collect(json as JsonArray ?? throw new GoldenException($"{Path} is no list."), numbers);
        return [.. numbers];
    }

    /// <summary>All whole numbers of a list.</summary>
    public long[] Wholes() => [.. Numbers().Select(number => WholeOf(number, Path))];

    /// <summary>Texts of a list.</summary>
    public string[] Texts() => [.. Items().Select(item => item.Text())];

    /// <summary>A tensor whose values fill its shape.</summary>
    public GoldenTensor Tensor()
    {
        if (!IsTensor)
        {
            throw new GoldenException($"{Path} is no tensor.");
        }

        var tensor = new GoldenTensor(this["shape"].Wholes(), this["values"].Numbers());
        return tensor.Shape.Aggregate(1L, (product, size) => product * size) == tensor.Values.Length
            ? tensor
            : throw new GoldenException($"{Path} has {tensor.Values.Length} values, which do not fill [{string.Join(", ", tensor.Shape)}].");
    }

    /// <summary>Members that are all tensors, in file order.</summary>
    public IReadOnlyDictionary<string, GoldenTensor> Tensors()
    {
        var tensors = new OrderedDictionary<string, GoldenTensor>(StringComparer.Ordinal);
        foreach (var (member, node) in Members())
        {
            tensors[member] = node.Tensor();
        }

        return tensors;
    }

    /// <summary>A tensor of a shape that is known already.</summary>
    public GoldenTensor Tensor(IReadOnlyList<long> shape)
    {
        var tensor = Tensor();
        GoldenAssert.SameShape(shape, tensor.Shape, Path);
        return tensor;
    }

    /// <summary>Tensors of the names and shapes of others, in their order.</summary>
    public IReadOnlyDictionary<string, GoldenTensor> Tensors(IReadOnlyDictionary<string, GoldenTensor> alike)
    {
        var tensors = new OrderedDictionary<string, GoldenTensor>(StringComparer.Ordinal);
        foreach (var (member, node) in Exactly(alike.Keys))
        {
            tensors[member] = node.Tensor(alike[member].Shape);
        }

        return tensors;
    }

    /// <summary>A mask written as a tensor of zeros and ones.</summary>
    public BitMask Mask(IReadOnlyList<long> shape)
    {
        var tensor = Tensor(shape);
        return tensor.Values.All(value => value is 0 or 1) ? tensor.Mask : throw new GoldenException($"{Path} is no mask: it has values other than 0 and 1.");
    }

    /// <summary>Masks of tensors, in their order.</summary>
    public MaskSet Masks(IReadOnlyDictionary<string, GoldenTensor> of) =>
        new(Exactly(of.Keys).Select(member => KeyValuePair.Create(member.Name, member.Node.Mask(of[member.Name].Shape))));

    /// <summary>Says why this member decides nothing, so that a change of it may pass.</summary>
    /// <param name="reason">For people.</param>
    /// <param name="elements">Elements of a list that the reason is true of; null for all.</param>
    public GoldenNode Declare(string reason, Func<int, bool>? elements = null)
    {
        (isRead, Remark, RemarkElements) = (true, reason, elements);
        return this;
    }

    /// <summary>Says why this member may as well be missing, though another value of it would count.</summary>
    public void MayBeMissing(string reason) => Default = reason;

    /// <summary>Members that nobody has read or declared.</summary>
    public IEnumerable<string> Unread()
    {
        if (isRead)
        {
            return [];
        }

        return json switch
        {
            JsonObject members => members.SelectMany(member => Child(member.Key)!.Unread()),
            JsonArray items => items.SelectMany((_, i) => Child(string.Create(CultureInfo.InvariantCulture, $"[{i}]"))!.Unread()),
            _ => [Path],
        };
    }

    /// <summary>A number from a member's name.</summary>
    public static double ParseNumber(string text, string path) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw new GoldenException($"{path} has the member '{text}', which is no number.");

    private string Shown => json?.ToJsonString() ?? "null";

    private GoldenNode? Child(string member)
    {
        if (children.TryGetValue(member, out var known))
        {
            return known;
        }

        JsonNode? value;
        if (json is JsonArray items)
        {
            value = items[int.Parse(member.AsSpan(1, member.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture)];
        }
        else if (json is not JsonObject members)
        {
            throw new GoldenException($"{Path} is {Shown} where an object with '{member}' is expected.");
        }
        else if (!members.TryGetPropertyValue(member, out value))
        {
            return null;
        }

        return children[member] = new GoldenNode(this, member, value);
    }

    private static double NumberOf(JsonNode? value, string path) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<double>(),
        JsonValueKind.String when value.GetValue<string>() is "NaN" or "Infinity" or "-Infinity" => double.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture),
        _ => throw new GoldenException($"{path} is {value?.ToJsonString() ?? "null"} where a number is expected."),
    };

    private static long WholeOf(double number, string path) =>
        number == Math.Floor(number) && Math.Abs(number) < 9e15 ? (long)number : throw new GoldenException(string.Create(CultureInfo.InvariantCulture, $"{path} is {number}, no whole number."));

    private void Collect(JsonArray list, List<double> into)
    {
        foreach (var item in list)
        {
            if (item is JsonArray inner)
            {
                Collect(inner, into);
            }
            else
            {
                into.Add(NumberOf(item, Path));
            }
        }
    }
}
