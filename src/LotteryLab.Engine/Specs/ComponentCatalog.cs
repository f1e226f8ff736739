using System.Reflection;
using System.Text.RegularExpressions;

namespace LotteryLab.Engine.Specs;

/// <summary>
/// Everything that a spec can name: architectures, data sets, optimizers, schedules, methods, controls and evaluations, found by
/// scanning assemblies. A wrongly declared component stops the construction with a sentence that names it.
/// </summary>
public sealed partial class ComponentCatalog
{
    private static readonly Lazy<Dictionary<string, Type>> ContractsByWord = new(() => typeof(ComponentCatalog).Assembly.GetTypes().Where(IsContract).ToDictionary(WordFor, StringComparer.Ordinal));
    private static readonly Lazy<ComponentCatalog> Shared = new(() => new ComponentCatalog());

    private readonly SortedDictionary<string, SortedDictionary<string, CatalogEntry>> entries = new(StringComparer.Ordinal);
    private readonly List<Type> contracts;

    /// <summary>Scans the engine and the given assemblies.</summary>
    /// <exception cref="CatalogException">A component or an option is declared wrongly.</exception>
    public ComponentCatalog(params IEnumerable<Assembly> additional)
        : this(additional.Prepend(typeof(ComponentCatalog).Assembly).Distinct().SelectMany(assembly => assembly.GetTypes()).Where(IsFound))
    {
    }

    private ComponentCatalog(IEnumerable<Type> types)
    {
        contracts = [.. typeof(ComponentCatalog).Assembly.GetTypes().Where(IsContract)];
        foreach (var type in types)
        {
            Add(type);
        }

        contracts.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        CatalogChecks.Run(this);
    }

    /// <summary>The components of the engine itself.</summary>
    public static ComponentCatalog Default => Shared.Value;

    /// <summary>The kinds of components, as interfaces, by name.</summary>
    public IReadOnlyList<Type> Contracts => contracts;

    /// <summary>All components, by contract and name.</summary>
    public IEnumerable<CatalogEntry> All => contracts.SelectMany(Entries);

    /// <summary>A catalog of exactly these component types, for tests and tools.</summary>
    /// <exception cref="CatalogException">A component or an option is declared wrongly.</exception>
    public static ComponentCatalog FromTypes(params IEnumerable<Type> types) => new(types);

    /// <summary>Word for a kind of component in sentences and in the schema: "architecture", "dataset", "optimizer", "method".</summary>
    public static string WordFor(Type contract)
    {
        var word = WordPattern().Match(contract.Name).Groups[1].Value;
        return char.ToLowerInvariant(word[0]) + word[1..];
    }

    /// <summary>The contract of the engine that a word names, or null.</summary>
    public static Type? ContractOf(string word) => ContractsByWord.Value.GetValueOrDefault(word);

    /// <summary>All components of one kind, by name.</summary>
    public IReadOnlyList<TContract> Of<TContract>()
        where TContract : IComponent =>
        [.. Entries(typeof(TContract)).Select(entry => (TContract)entry.Component)];

    /// <summary>All components of one kind with their options, by name.</summary>
    public IReadOnlyList<CatalogEntry> Entries(Type contract) =>
        entries.TryGetValue(contract.FullName!, out var known) ? [.. known.Values] : [];

    /// <summary>The component with this name.</summary>
    /// <exception cref="LotteryLabException">There is none; the message lists the known names and the nearest one.</exception>
    public TContract Find<TContract>(string name)
        where TContract : IComponent =>
        (TContract)Entry(typeof(TContract), name).Component;

    /// <summary>The component with this name, with its options.</summary>
    /// <exception cref="LotteryLabException">There is none; the message lists the known names and the nearest one.</exception>
    public CatalogEntry Entry(Type contract, string name)
    {
        if (TryFind(contract, name) is { } entry)
        {
            return entry;
        }

        var known = Entries(contract).Select(other => other.Name).ToList();
        var nearest = NearestName.Find(name, known);
        var suggestion = nearest is null ? "" : $"Did you mean '{nearest}'? ";
        throw new LotteryLabException("catalog.unknown", $"There is no {WordFor(contract)} '{name}'.", $"{suggestion}Known are: {string.Join(", ", known)}.");
    }

    /// <summary>The component with this name, or null.</summary>
    public CatalogEntry? TryFind(Type contract, string name) =>
        entries.TryGetValue(contract.FullName!, out var known) ? known.GetValueOrDefault(name) : null;

    /// <summary>The component with this name and all its options at their defaults.</summary>
    /// <exception cref="LotteryLabException">There is none; the message lists the known names and the nearest one.</exception>
    public ComponentSpec WithDefaults<TContract>(string name)
        where TContract : IComponent =>
        Entry(typeof(TContract), name).WithDefaults();

    /// <summary>IDatasetSource, IOptimizerComponent and IPruningMethod are a data set, an optimizer and a method to people.</summary>
    [GeneratedRegex("^I?(?:Pruning(?=Method))?(.+?)(?:Component|Source)?$", RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();

    private static bool IsFound(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && type.IsAssignableTo(typeof(IComponent))
        && type.GetConstructor(Type.EmptyTypes) is not null;

    private static bool IsContract(Type type) =>
        type.IsInterface && type != typeof(IComponent) && type.IsAssignableTo(typeof(IComponent))
        && type.GetInterfaces().All(parent => parent == typeof(IComponent) || !parent.IsAssignableTo(typeof(IComponent)));

    private void Add(Type type)
    {
        var component = (IComponent)Activator.CreateInstance(type)!;
        var kinds = type.GetInterfaces().Where(IsContract).ToList();
        if (kinds.Count == 0)
        {
            throw new CatalogException($"{type.Name} implements IComponent but no kind of component.", "Implement one of the interfaces that derive from IComponent.");
        }

        foreach (var contract in kinds)
        {
            var entry = new CatalogEntry(contract, component, OptionDeclaration.Of(component.OptionsType));
            if (!contracts.Contains(contract))
            {
                contracts.Add(contract);
            }

            if (!entries.TryGetValue(contract.FullName!, out var known))
            {
                known = new SortedDictionary<string, CatalogEntry>(StringComparer.Ordinal);
                entries.Add(contract.FullName!, known);
            }

            if (!known.TryAdd(entry.Name, entry))
            {
                var other = known[entry.Name].Component.GetType().Name;
                throw new CatalogException($"Both {other} and {type.Name} are named '{entry.Name}'.", "Names are unique within a kind of component: rename one.");
            }
        }
    }
}
