using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace LotteryLab.Engine.Planning;

/// <summary>
/// The line that a round belongs to: the tickets of the one method (<c>ticket</c>), a control of them (<c>random-reinit</c>), the tickets of a method that
/// stands beside others (<c>imp</c>), or a control of those (<c>imp/random-reinit</c>). Its text stands in plans, journals, databases and addresses.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed partial record Branch
{
    private Branch(string? method, string name) => (Method, Name) = (method, name);

    /// <summary>The tickets where one method stands alone; its round 0 is the dense network, also where several stand side by side.</summary>
    public static Branch Ticket { get; } = new(null, PlannedRound.TicketBranch);

    /// <summary>Tickets first, then by text.</summary>
    public static IComparer<Branch> TicketsFirst { get; } = Comparer<Branch>.Create((one, other) =>
        one.IsTicket != other.IsTicket ? other.IsTicket.CompareTo(one.IsTicket) : string.CompareOrdinal(one.ToString(), other.ToString()));

    /// <summary>The method that a control goes with; null where the branch is a method's own, or one method stands alone.</summary>
    public string? Method { get; }

    /// <summary><c>ticket</c>, the name of a method, or that of a control.</summary>
    public string Name { get; }

    /// <summary>Whether it is <see cref="Ticket"/>.</summary>
    public bool IsTicket => this == Ticket;

    /// <summary>The tickets that a control is compared with.</summary>
    public Branch Tickets => Method is null ? Ticket : new Branch(null, Method);

    /// <summary>The tickets of a method among several.</summary>
    /// <exception cref="FormatException">The name is none.</exception>
    public static Branch Of(string method) => Parse(method) is { Method: null } branch ? branch : throw Refuse(method);

    /// <summary>A control of these tickets.</summary>
    /// <exception cref="FormatException">The name is none.</exception>
    public Branch Control(string name) => IsTicket ? Of(name) : Method is null ? Parse($"{Name}/{name}") : throw Refuse($"{this}/{name}");

    /// <summary>Reads the text of a branch.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Branch Parse(string text) => TryParse(text, out var branch) ? branch : throw Refuse(text);

    /// <summary>Reads the text of a branch; false when it is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Branch? branch)
    {
        var match = Pattern().Match(text ?? "");
        branch = !match.Success ? null
            : match.Groups["method"] is { Success: true } method ? new Branch(method.Value, match.Groups["name"].Value)
            : new Branch(null, match.Groups["name"].Value);
        return branch is not null;
    }

    /// <summary>The text of a branch, for tables, files and addresses.</summary>
    public static implicit operator string(Branch branch) => branch.ToString();

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Method is null ? Name : $"{Method}/{Name}";

    private static FormatException Refuse(string? text) => new($"'{text}' names no branch.");

    // Names stand in tables, legends and addresses; imported ones hold more than ours.
    [GeneratedRegex(@"\A(?=.{1,128}\z)((?<method>[A-Za-z0-9][A-Za-z0-9 _.:,()+=-]*)/)?(?<name>[A-Za-z0-9][A-Za-z0-9 _.:,()+=-]*)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    private sealed class Converter : JsonConverter<Branch>
    {
        public override Branch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var branch) ? branch : throw new JsonException("This names no branch.");

        public override void Write(Utf8JsonWriter writer, Branch value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
