using System.Reflection;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>
/// Knows how to check one kind of case file. A class that implements this, anywhere in this assembly, is found by itself; it needs a
/// constructor without parameters.
/// </summary>
public interface IGoldenCase
{
    /// <summary>Whether the case is of the kind that this class checks; exactly one class may say so.</summary>
    bool CanHandle(GoldenCase golden);

    /// <summary>Computes with our code what the file expects and compares to the file's tolerance; throws when it differs.</summary>
    void Verify(GoldenCase golden);
}

/// <summary>All handlers of this assembly.</summary>
internal static class GoldenHandlers
{
    public static IReadOnlyList<IGoldenCase> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IGoldenCase).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IGoldenCase)Activator.CreateInstance(type)!)];

    /// <summary>The handler of a case, or null when nobody handles it.</summary>
    public static IGoldenCase? Find(GoldenCase golden)
    {
        var found = All.Where(handler => handler.CanHandle(golden)).ToArray();
        return found.Length <= 1
            ? found.FirstOrDefault()
            : throw new InvalidOperationException($"{golden.RelativePath} is claimed by {string.Join(" and ", found.Select(handler => handler.GetType().Name))}.");
    }
}
