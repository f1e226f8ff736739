using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Methods;

/// <summary>
/// The page of a method in the library: the Markdown file beside its class, with the same name (SnipMethod.cs, SnipMethod.md), shipped inside
/// the engine.
/// </summary>
public static class MethodText
{
    /// <summary>Markdown of a method; null when its author has written none.</summary>
    public static string? Of(IPruningMethod method)
    {
        var type = method.GetType();
        using var stream = type.Assembly.GetManifestResourceStream($"Methods/{type.Name}.md");
        if (stream is null)
        {
            return null;
        }

        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }
}
