using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace LotteryLab.Engine.Specs;

/// <summary>
/// A length or position in training, written as <c>20000it</c>, <c>160ep</c> or <c>3ep20it</c> (epochs first), as open_lth writes steps.
/// </summary>
[JsonConverter(typeof(TrainingLengthJsonConverter))]
public readonly partial record struct TrainingLength(long Epochs, long Iterations)
{
    /// <summary>No iterations at all.</summary>
    public static TrainingLength Zero => default;

    /// <summary>A length in optimizer steps.</summary>
    public static TrainingLength FromIterations(long iterations) => new(0, iterations);

    /// <summary>A length in passes over the training data.</summary>
    public static TrainingLength FromEpochs(long epochs) => new(epochs, 0);

    /// <summary>Number of optimizer steps when one epoch has <paramref name="iterationsPerEpoch"/> of them.</summary>
    public long ToIterations(long iterationsPerEpoch) => checked((Epochs * iterationsPerEpoch) + Iterations);

    /// <summary>Reads <c>160ep</c>, <c>500it</c> or <c>3ep20it</c>.</summary>
    public static bool TryParse(string? text, out TrainingLength length)
    {
        length = default;
        var match = Pattern().Match(text ?? "");
        if (!match.Success || string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (!TryNumber(match.Groups[1], out var epochs) || !TryNumber(match.Groups[2], out var iterations))
        {
            return false;
        }

        length = new TrainingLength(epochs, iterations);
        return true;
    }

    /// <summary>Reads a length or throws a <see cref="FormatException"/> that says what is allowed.</summary>
    public static TrainingLength Parse(string text) =>
        TryParse(text, out var length)
            ? length
            : throw new FormatException($"'{text}' is not a training length. Write iterations as 5000it, epochs as 160ep, or both as 3ep20it.");

    /// <inheritdoc/>
    public override string ToString() => (Epochs, Iterations) switch
    {
        (0, var it) => string.Create(CultureInfo.InvariantCulture, $"{it}it"),
        (var ep, 0) => string.Create(CultureInfo.InvariantCulture, $"{ep}ep"),
        var (ep, it) => string.Create(CultureInfo.InvariantCulture, $"{ep}ep{it}it"),
    };

    private static bool TryNumber(Group group, out long value)
    {
        value = 0;
        return !group.Success || long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    [GeneratedRegex(@"\A(?:([0-9]{1,12})ep)?(?:([0-9]{1,12})it)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>Writes a <see cref="TrainingLength"/> as its text.</summary>
public sealed class TrainingLengthJsonConverter : JsonConverter<TrainingLength>
{
    /// <inheritdoc/>
    public override TrainingLength Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TrainingLength.TryParse(reader.GetString(), out var length)
            ? length
            : throw new JsonException("Expected a training length such as 5000it, 160ep or 3ep20it.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TrainingLength value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
