using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LotteryLab.Engine.Specs;

/// <summary>Reads option declarations from options records.</summary>
internal static class OptionReflection
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionDeclaration>> Known = new();

    public static IReadOnlyList<OptionDeclaration> Declarations(Type record) => Known.GetOrAdd(record, Read);

    /// <summary>A new instance with its defaults. Reflection may leave required members unset; the reader sets them afterwards.</summary>
    public static object NewInstance(Type record)
    {
        try
        {
            return Activator.CreateInstance(record)!;
        }
        catch (MissingMethodException)
        {
            throw new CatalogException($"The options record {record.Name} has no constructor without parameters.", "Give every option a default instead of a constructor parameter.");
        }
    }

    private static List<OptionDeclaration> Read(Type record)
    {
        var instance = NewInstance(record);
        var declarations = new List<OptionDeclaration>();
        for (var type = record; type is not null && type != typeof(object); type = type.BaseType)
        {
            // Reflection promises no order; metadata tokens rise in the order of the source.
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(property => property.MetadataToken))
            {
                var isHidden = declarations.Any(known => known.Property.Name == property.Name);
                if (!isHidden && Declare(record, property, instance) is { } declaration)
                {
                    declarations.Add(declaration);
                }
            }
        }

        return declarations;
    }

    private static OptionDeclaration? Declare(Type record, PropertyInfo property, object instance)
    {
        var attribute = property.GetCustomAttribute<OptionAttribute>();
        var canSet = property.SetMethod is { IsPublic: true };
        if (attribute is null && !canSet)
        {
            return null;
        }

        var place = $"The option {record.Name}.{property.Name}";
        if (attribute is null)
        {
            throw new CatalogException($"{place} has no [Option] attribute.", "Declare it with a sentence of help, or make it get-only.");
        }

        if (!canSet)
        {
            throw new CatalogException($"{place} cannot be set.", "Give it an init accessor.");
        }

        if (string.IsNullOrWhiteSpace(attribute.Help))
        {
            throw new CatalogException($"{place} has no help.", "Write one sentence: what it does, and what a larger value means.");
        }

        return Describe(place, property, instance, attribute);
    }

    private static OptionDeclaration Describe(string place, PropertyInfo property, object instance, OptionAttribute attribute)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var kind = KindOf(type, attribute)
            ?? throw new CatalogException($"{place} has the type {type.Name}, which no form and no schema knows.", "Use a number, a truth value, a text, a TrainingLength, or a read-only list or map of them.");
        if (kind is OptionKind.Component or OptionKind.ComponentList && attribute.Component is null)
        {
            throw new CatalogException($"{place} does not say which kind of component it takes.", "Set Component in its [Option] attribute.");
        }

        var isRequired = property.IsDefined(typeof(RequiredMemberAttribute)) && attribute.DefaultComponent.Length == 0;
        return new OptionDeclaration
        {
            Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name),
            Kind = kind,
            Help = attribute.Help,
            Property = property,
            Default = property.IsDefined(typeof(RequiredMemberAttribute)) ? null : property.GetValue(instance),
            IsNullable = Nullable.GetUnderlyingType(property.PropertyType) is not null || AllowsNull(property),
            IsRequired = isRequired,
            Min = attribute.Min,
            Max = attribute.Max,
            MinExclusive = attribute.MinExclusive,
            MaxExclusive = attribute.MaxExclusive,
            Choices = attribute.Choices,
            Unit = attribute.Unit,
            MinLength = attribute.MinLength,
            MaxLength = attribute.MaxLength,
            Contract = attribute.Component is null ? null : ComponentCatalog.ContractOf(attribute.Component) ?? throw new CatalogException($"{place} takes a '{attribute.Component}', and there is no such kind of component.", "Correct Component in its [Option] attribute."),
            DefaultComponent = attribute.DefaultComponent,
            Members = kind == OptionKind.Record ? Declarations(type) : [],
            IsAnnotation = attribute.Annotation,
        };
    }

    private static bool AllowsNull(PropertyInfo property) =>
        !property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private static OptionKind? KindOf(Type type, OptionAttribute attribute) => type switch
    {
        _ when type == typeof(double) || type == typeof(float) => OptionKind.Number,
        _ when type == typeof(int) || type == typeof(long) => OptionKind.Integer,
        _ when type == typeof(bool) => OptionKind.Boolean,
        _ when type == typeof(string) => attribute.Choices.Length > 0 ? OptionKind.Choice : OptionKind.Text,
        _ when type == typeof(TrainingLength) => OptionKind.Length,
        _ when type == typeof(IReadOnlyList<double>) => OptionKind.NumberList,
        _ when type == typeof(IReadOnlyList<int>) => OptionKind.IntegerList,
        _ when type == typeof(IReadOnlyList<string>) => OptionKind.TextList,
        _ when type == typeof(IReadOnlyDictionary<string, double>) => OptionKind.NumberMap,
        _ when type == typeof(ComponentSpec) => OptionKind.Component,
        _ when type == typeof(IReadOnlyList<ComponentSpec>) => OptionKind.ComponentList,
        { IsClass: true } when type.GetProperties().Any(property => property.IsDefined(typeof(OptionAttribute))) => OptionKind.Record,
        _ => null,
    };
}
