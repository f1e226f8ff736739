namespace LotteryLab.Engine.Specs;

/// <summary>Finds what a person probably meant when a name is unknown.</summary>
public static class NearestName
{
    /// <summary>Longer names are nobody's typing mistake, and comparing them would cost an attacker nothing and us much.</summary>
    private const int LongestCompared = 64;

    /// <summary>
    /// The known name that needs the fewest changed letters, or null when none is close: at most a third of its letters may differ.
    /// Case, dashes and underscores count for nothing; a beginning of exactly one name stands for it.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestCompared)
        {
            return null;
        }

        var wanted = Simplify(name);
        var ranked = known
            .Select(candidate => (Name: candidate, Distance: Distance(wanted, Simplify(candidate))))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .ToList();
        if (ranked.Count > 0 && ranked[0].Distance <= Math.Max(1, ranked[0].Name.Length / 3))
        {
            return ranked[0].Name;
        }

        var beginnings = ranked.Where(pair => wanted.Length >= 3 && Simplify(pair.Name).StartsWith(wanted, StringComparison.Ordinal)).ToList();
        return beginnings.Count == 1 ? beginnings[0].Name : null;
    }

    private static string Simplify(string name) =>
        new([.. name.Where(c => c is not ('-' or '_' or ' ')).Select(char.ToLowerInvariant)]);

    /// <summary>Damerau-Levenshtein distance with adjacent swaps (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(cost[i - 1, j - 1] + change, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
