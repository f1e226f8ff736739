using System.Collections.Concurrent;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>
/// Results of long computations by everything that they depend on. Changing what a case expects does not change what we compute, so tests
/// that change one member after another wait for each computation once.
/// </summary>
internal static class GoldenMemo
{
    private const int Most = 300;

    private static readonly ConcurrentDictionary<string, Lazy<object>> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentQueue<string> Order = new();

    /// <summary>The result that belongs to a key.</summary>
    public static T Of<T>(string key, Func<T> compute)
        where T : notnull
    {
        var result = Known.GetOrAdd(key, _ =>
        {
            Order.Enqueue(key);
            return new Lazy<object>(() => compute());
        });
        while (Known.Count > Most && Order.TryDequeue(out var oldest))
        {
            Known.TryRemove(oldest, out _);
        }

        return (T)result.Value;
    }
}
