using System.Globalization;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>
/// Every member of a case counts: whatever single member is changed or taken away, the case fails. By default a part of the changes of each case
/// is tried, spread evenly; LOTTERYLAB_GOLDEN_MUTATIONS names another number of changes of each kind, or <c>all</c>.
/// </summary>
[Trait("Category", "golden")]
public sealed class GoldenMutationTests
{
    // Of each case so many changes of members and of elements of lists are tried; with them the suite takes about half a minute longer.
    private const int UsualMembers = 90;
    private const int UsualElements = 20;

    private static readonly (int Members, int Elements) Most = Environment.GetEnvironmentVariable("LOTTERYLAB_GOLDEN_MUTATIONS") switch
    {
        null or "" => (UsualMembers, UsualElements),
        "all" => (int.MaxValue, int.MaxValue),
        var number => (int.Parse(number, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture)),
    };

    public static TheoryData<string> Cases => GoldenFolder.Rows(path => GoldenHandlers.Waits(GoldenCase.Load(path)) is null);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_WithAnySingleMemberChanged_Fails(string path)
    {
        GoldenFolder.SkipWithout(path);
        var json = GoldenCase.Read(path);
        var golden = new GoldenCase(path, json);
        GoldenHandlers.Verify(golden);
        var members = GoldenMutations.Members(json, golden.Root, golden.Tolerance).ToList();

        // Settings are few and decide most; so all of them are tried.
        var settings = members.Where(mutation => mutation.What.Contains("params", StringComparison.Ordinal)).ToList();
        var unnoticed = settings.Concat(Spread(members.Except(settings).ToList(), Most.Members))
            .Where(mutation => Passes(path, json, mutation))
            .Concat(Spread(GoldenMutations.Elements(json, golden.Root, golden.Tolerance).ToList(), Most.Elements).Where(group => group.All(mutation => Passes(path, json, mutation))).Select(group => group[0]))
            .Select(mutation => mutation.What)
            .ToList();
        Assert.True(unnoticed.Count == 0, $"{path} passes although a member was changed:{Environment.NewLine}{string.Join(Environment.NewLine, unnoticed)}");
    }

    private static IEnumerable<T> Spread<T>(IReadOnlyList<T> all, int most)
    {
        var stride = Math.Max(1, (all.Count + most - 1L) / most);
        return all.Where((_, i) => i % stride == stride / 2);
    }

    private static bool Passes(string path, JsonObject json, GoldenMutation mutation)
    {
        var takeBack = mutation.Apply();
        try
        {
            GoldenHandlers.Verify(new GoldenCase(path, json));
            return true;
        }
        catch (Exception)
        {
            // A changed case may fail anywhere: while it is read, in our code, or when it is compared.
            return false;
        }
        finally
        {
            takeBack();
        }
    }
}
