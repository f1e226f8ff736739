using LotteryLab.Engine.Architectures;

namespace LotteryLab.Engine.Tests;

/// <summary>Every architecture of the engine, found as the catalog finds them.</summary>
internal static class KnownArchitectures
{
    public static IReadOnlyList<IArchitecture> All { get; } =
        [.. typeof(IArchitecture).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, IsPublic: true } && typeof(IArchitecture).IsAssignableFrom(type))
            .Select(type => (IArchitecture)Activator.CreateInstance(type)!)];

    public static IArchitecture Find(string name) => All.Single(architecture => architecture.Descriptor.Name == name);
}
