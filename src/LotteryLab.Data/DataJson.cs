using System.Text.Json;
using System.Text.Json.Serialization;

namespace LotteryLab.Data;

/// <summary>The one way in which our records become JSON: in the database, in the API and in the hub.</summary>
public static class DataJson
{
    /// <summary>Camel case; enums as camel-case words.</summary>
    public static JsonSerializerOptions Format { get; } = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Makes options of another owner write what <see cref="Format"/> writes.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}
