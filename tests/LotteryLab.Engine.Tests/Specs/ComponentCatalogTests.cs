using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Specs;

public class ComponentCatalogTests
{
    [Fact]
    public void Default_EngineComponents_AreFound()
    {
        var catalog = ComponentCatalog.Default;

        Assert.Equal("lenet-300-100", catalog.Find<IArchitecture>("lenet-300-100").Descriptor.Name);
        Assert.All(catalog.Contracts.Where(contract => contract != typeof(Engine.Planning.IEvaluation)), contract => Assert.NotEmpty(catalog.Entries(contract)));
        Assert.All(catalog.All.SelectMany(entry => entry.Options), option => Assert.NotEmpty(option.Help));
    }

    [Fact]
    public void Find_UnknownName_ListsNamesAndTheNearest()
    {
        var exception = Assert.Throws<LotteryLabException>(() => SpecTestCatalog.Catalog.Find<IArchitecture>("LeNet-300-10"));

        Assert.Equal("catalog.unknown", exception.Code);
        Assert.Contains("Did you mean 'lenet-300-100'? Known are: lenet-300-100, mlp.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OfEveryKind_AreDeclared()
    {
        var options = OptionDeclaration.Of(typeof(EveryKindOptions));

        Assert.Equal(
            [
                ("number", OptionKind.Number), ("maybeNumber", OptionKind.Number), ("whole", OptionKind.Integer), ("long", OptionKind.Integer),
                ("truth", OptionKind.Boolean), ("text", OptionKind.Text), ("choice", OptionKind.Choice), ("length", OptionKind.Length),
                ("numbers", OptionKind.NumberList), ("wholes", OptionKind.IntegerList), ("texts", OptionKind.TextList), ("map", OptionKind.NumberMap),
                ("schedule", OptionKind.Component), ("inherited", OptionKind.Boolean),
            ],
            options.Select(option => (option.Name, option.Kind)));
        Assert.Equal(["maybeNumber", "schedule"], options.Where(option => option.IsNullable).Select(option => option.Name));
        Assert.Equal(0.5, options[0].Default);
        Assert.True(options[0].MinExclusive);
        Assert.Equal("things", options[2].Unit);
    }

    [Theory]
    [InlineData(typeof(BadName), "'Bad Name'")]
    [InlineData(typeof(NoSummary), "NoSummary")]
    [InlineData(typeof(BadControl<OutOfRange>), "'rate'")]
    [InlineData(typeof(BadControl<BadWord>), "'word'")]
    [InlineData(typeof(BadControl<NotFinite>), "'rate'")]
    [InlineData(typeof(BadControl<NoAttribute>), "NoAttribute.Rate")]
    [InlineData(typeof(BadControl<NoHelp>), "NoHelp.Rate")]
    [InlineData(typeof(BadControl<NoSetter>), "NoSetter.Rate")]
    [InlineData(typeof(BadControl<OddType>), "OddType.When")]
    [InlineData(typeof(BadControl<HiddenName>), "'name'")]
    [InlineData(typeof(BadControl<NullDefault>), "'word'")]
    [InlineData(typeof(BadControl<NoContract>), "NoContract.Other")]
    public void Construct_WrongDeclaration_SaysWhich(Type component, string named)
    {
        var exception = Assert.Throws<CatalogException>(() => ComponentCatalog.FromTypes(component));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(exception.Fix);
    }

    [Fact]
    public void Construct_TwoOfOneName_SaysBoth()
    {
        var exception = Assert.Throws<CatalogException>(() => ComponentCatalog.FromTypes(typeof(EveryKindControl), typeof(Duplicate)));

        Assert.Contains("EveryKindControl", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Duplicate", exception.Message, StringComparison.Ordinal);
    }

    public abstract class TestControl<T>(string name, string summary) : Control<T>
        where T : class, new()
    {
        public override ControlDescriptor Descriptor { get; } = new(name, "Title", summary) { Question = ControlQuestion.Training };

        protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, T options) => throw new NotSupportedException();
    }

    public sealed class BadName() : TestControl<NoOptions>("Bad Name", "Summary.");

    public sealed class NoSummary() : TestControl<NoOptions>("no-summary", "");

    public sealed class Duplicate() : TestControl<NoOptions>("every-kind", "Summary.");

    public sealed class BadControl<T>() : TestControl<T>("bad", "Summary.")
        where T : class, new();

    public sealed record OutOfRange
    {
        [Option("Help.", Max = 1)]
        public double Rate { get; init; } = 2;
    }

    public sealed record BadWord
    {
        [Option("Help.", Choices = ["a", "b"])]
        public string Word { get; init; } = "c";
    }

    public sealed record NotFinite
    {
        [Option("Help.")]
        public double Rate { get; init; } = double.PositiveInfinity;
    }

    public sealed record NoAttribute
    {
        public double Rate { get; init; }
    }

    public sealed record NoHelp
    {
        [Option(" ")]
        public double Rate { get; init; }
    }

    public sealed record NoSetter
    {
        [Option("Help.")]
        public double Rate => 1;
    }

    public sealed record OddType
    {
        [Option("Help.")]
        public DateTime When { get; init; }
    }

    public sealed record HiddenName
    {
        [Option("Help.")]
        public string Name { get; init; } = "";
    }

    public sealed record NullDefault
    {
        [Option("Help.")]
        public string Word { get; init; } = null!;
    }

    public sealed record NoContract
    {
        [Option("Help.")]
        public ComponentSpec? Other { get; init; }
    }
}
