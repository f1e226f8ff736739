using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Experiments;

/// <summary>How long steps took on this machine, from their journals. Artifacts hold no times: equal work must leave equal bytes.</summary>
public static class StepDurations
{
    /// <summary>Seconds of the attempt that finished a step, by its key; null where its journal is gone or came with another laboratory.</summary>
    public static Func<string, double?> Of(Laboratory laboratory)
    {
        var known = new Dictionary<string, double?>(StringComparer.Ordinal);
        return key =>
        {
            if (!known.TryGetValue(key, out var seconds))
            {
                seconds = new JournalReader(laboratory.JournalOf(new StepKey(key))).ReadNew()
                    .Where(entry => (string?)entry["type"] == "finished")
                    .Select(entry => (double?)entry["seconds"])
                    .LastOrDefault();
                known.Add(key, seconds);
            }

            return seconds;
        };
    }
}
