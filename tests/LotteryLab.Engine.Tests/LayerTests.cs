using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace LotteryLab.Engine.Tests;

/// <summary>The rooms of the engine lie in layers (ARCHITECTURE.md draws them): none uses a room above it.</summary>
public sealed class LayerTests
{
    private const string Root = "LotteryLab.Engine";

    /// <summary>From the ground up.</summary>
    private static readonly string[] Rooms =
    [
        "Runtime", "Randomness", "Files", "Specs", "Words", "Masks", "Networks", "Architectures", "Datasets", "Training", "Pruning", "Artifacts", "Steps", "Planning",
        "Controls", "Methods", "Evaluation", "Presets", "Experiments", "Forecasting", "Export", "Transfer",
    ];

    private static readonly Architecture Engine = new ArchLoader().LoadAssembly(typeof(LotteryLabException).Assembly).Build();

    public static TheoryData<string> AllRooms => [.. Rooms];

    // A rule that sees nothing would never fail: the other way round it must.
    [Fact]
    public void Rule_TheOtherWayRound_IsBroken() =>
        Assert.False(Types().That().ResideInNamespaceMatching($@"^{Root}\.Training(\.|$)").Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching($@"^{Root}\.Masks(\.|$)").HasNoViolations(Engine));

    [Theory]
    [MemberData(nameof(AllRooms))]
    public void Room_UsesOnlyRoomsBelowIt(string room)
    {
        var above = string.Join("|", Rooms.Skip(Array.IndexOf(Rooms, room) + 1));
        if (above.Length > 0)
        {
            Types().That().ResideInNamespaceMatching($@"^{Root}\.{room}(\.|$)")
                .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching($@"^{Root}\.({above})(\.|$)")
                .Check(Engine);
        }
    }

    [Fact]
    public void Folders_AreAllRooms()
    {
        var known = Rooms.ToHashSet(StringComparer.Ordinal);
        var strangers = typeof(LotteryLabException).Assembly.GetTypes()
            .Select(type => type.Namespace)
            .Where(name => name?.StartsWith(Root + ".", StringComparison.Ordinal) == true)
            .Select(name => name!.Split('.')[2])
            .Distinct()
            .Where(name => !known.Contains(name));
        Assert.Empty(strangers);
    }
}
