using System.Text.Json;

namespace LotteryLab.Engine.Specs;

/// <summary>Reads numbers, texts, truth values, lengths and lists and maps of them, and checks their ranges.</summary>
internal sealed class PlainValueReader(ProblemList problems)
{
    /// <summary>Up to here every whole number has its own double, in JavaScript too.</summary>
    private const double LargestExact = 9007199254740992;

    public object? Read(OptionDeclaration option, JsonElement element, string path)
    {
        var type = Nullable.GetUnderlyingType(option.Property.PropertyType) ?? option.Property.PropertyType;
        return option.Kind switch
        {
            OptionKind.Number when type == typeof(float) => (float?)Number(option, element, path),
            OptionKind.Number => Number(option, element, path),
            OptionKind.Integer when type == typeof(int) => (int?)Integer(option, element, path, int.MinValue, int.MaxValue),
            OptionKind.Integer => Integer(option, element, path, long.MinValue, long.MaxValue),
            OptionKind.Boolean => Boolean(option, element, path),
            OptionKind.Text or OptionKind.Choice => Text(option, element, path),
            OptionKind.Length => Length(option, element, path),
            OptionKind.NumberList => Items(option, element, path, (item, place) => Number(option, item, place)),
            OptionKind.IntegerList => Items(option, element, path, (item, place) => (int?)Integer(option, item, place, int.MinValue, int.MaxValue)),
            OptionKind.TextList => Texts(option, element, path),
            OptionKind.NumberMap => Map(option, element, path),
            _ => throw new InvalidOperationException($"'{option.Name}' is not a plain value."),
        };
    }

    private double? Number(OptionDeclaration option, JsonElement element, string path)
    {
        // A JSON number can be too large for a double and then reads as infinite.
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var value) || !double.IsFinite(value))
        {
            Refuse(option, element, path, element.ValueKind == JsonValueKind.Number ? "The number is too large." : "This must be a number.");
            return null;
        }

        return InRange(option, value) ? value : Refuse<double?>(option, element, path, "The number is out of range.");
    }

    private long? Integer(OptionDeclaration option, JsonElement element, string path, long smallest, long largest)
    {
        if (element.ValueKind != JsonValueKind.Number)
        {
            return Refuse<long?>(option, element, path, "This must be a whole number.");
        }

        // 60.0 and 6e1 are whole numbers too, and JSON Schema says so.
        if (!element.TryGetInt64(out var value))
        {
            if (!element.TryGetDouble(out var real) || real != Math.Floor(real) || Math.Abs(real) > LargestExact)
            {
                return Refuse<long?>(option, element, path, "This must be a whole number that fits.");
            }

            value = (long)real;
        }

        return value >= smallest && value <= largest && InRange(option, value) ? value : Refuse<long?>(option, element, path, "The number is out of range.");
    }

    private bool? Boolean(OptionDeclaration option, JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Refuse<bool?>(option, element, path, "This must be true or false."),
    };

    private string? Text(OptionDeclaration option, JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return Refuse<string>(option, element, path, "This must be a text.");
        }

        var text = element.GetString()!;
        if (option.Choices.Count > 0)
        {
            return option.Choices.Contains(text) ? text : RefuseWord(option, element, path, text);
        }

        // Elements of a list share the declaration of the list, whose lengths count elements.
        var (shortest, longest) = option.Kind == OptionKind.Text ? (option.MinLength, option.MaxLength) : (0, 1000);
        if (text.Length < shortest || text.Length > longest)
        {
            return Refuse<string>(option, element, path, text.Length < shortest ? "The text is too short." : "The text is too long.");
        }

        return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            ? Refuse<string>(option, element, path, "The text holds control characters.")
            : text;
    }

    private string? RefuseWord(OptionDeclaration option, JsonElement element, string path, string text)
    {
        var nearest = NearestName.Find(text, option.Choices);
        return Refuse<string>(option, element, path, $"{ProblemList.Quote(text)} is none of the choices.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}");
    }

    private TrainingLength? Length(OptionDeclaration option, JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.String || !TrainingLength.TryParse(element.GetString(), out var length))
        {
            return Refuse<TrainingLength?>(option, element, path, "This is not a training length.");
        }

        return option.MinExclusive && length == TrainingLength.Zero ? Refuse<TrainingLength?>(option, element, path, "The length must not be zero.") : length;
    }

    private List<string>? Texts(OptionDeclaration option, JsonElement element, string path)
    {
        if (!IsListOfRightLength(option, element, path))
        {
            return null;
        }

        var items = element.EnumerateArray().Select((item, index) => Text(option, item, $"{path}[{index}]")).ToList();
        return items.Contains(null) ? null : [.. items.OfType<string>()];
    }

    private List<T>? Items<T>(OptionDeclaration option, JsonElement element, string path, Func<JsonElement, string, T?> read)
        where T : struct
    {
        if (!IsListOfRightLength(option, element, path))
        {
            return null;
        }

        var items = element.EnumerateArray().Select((item, index) => read(item, $"{path}[{index}]")).ToList();
        return items.Contains(null) ? null : [.. items.Select(item => item!.Value)];
    }

    private bool IsListOfRightLength(OptionDeclaration option, JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() >= option.MinLength && element.GetArrayLength() <= option.MaxLength)
        {
            return true;
        }

        Refuse(option, element, path, element.ValueKind == JsonValueKind.Array ? "The list has the wrong number of elements." : "This must be a list.");
        return false;
    }

    private SortedDictionary<string, double>? Map(OptionDeclaration option, JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Refuse<SortedDictionary<string, double>>(option, element, path, "This must be an object of numbers.");
        }

        var map = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var isSound = true;
        foreach (var field in element.EnumerateObject())
        {
            var place = SpecFields.Below(path, field.Name);
            var number = Number(option, field.Value, place);
            isSound &= number is not null;
            if (!map.TryAdd(field.Name, number ?? 0))
            {
                problems.Add(place, field.Value, $"{ProblemList.Quote(field.Name)} is given twice.", "each name once");
                isSound = false;
            }
        }

        return map.Count >= option.MinLength && map.Count <= option.MaxLength
            ? (isSound ? map : null)
            : Refuse<SortedDictionary<string, double>>(option, element, path, "The map has the wrong number of entries.");
    }

    private static bool InRange(OptionDeclaration option, double value) =>
        (option.MinExclusive ? value > option.Min : value >= option.Min) && (option.MaxExclusive ? value < option.Max : value <= option.Max);

    private T? Refuse<T>(OptionDeclaration option, JsonElement element, string path, string message)
    {
        Refuse(option, element, path, message);
        return default;
    }

    private void Refuse(OptionDeclaration option, JsonElement element, string path, string message) =>
        problems.Add(path, element, message, OptionLanguage.Allowed(option));
}
