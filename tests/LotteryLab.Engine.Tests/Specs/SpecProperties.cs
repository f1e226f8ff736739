using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Specs;

public class SpecProperties
{
    /// <summary>Fixed seeds: a failure today is a failure tomorrow.</summary>
    internal static Config Config { get; } = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_190_509, 1_803_03635);

    private static readonly Gen<string> Words = Gen.Elements("", "a", "fc_layers.0", "\"quoted\"", "tab\tnew\n", "é😀", "imp", "5000it", "name", "</script>");

    private static readonly Gen<double> Shares = Gen.Elements(1e-300, 1e-8, 0.0012, 0.1, 1 / 3.0, 0.5, 1 - 1e-16, 1);

    private static readonly Gen<EveryKindOptions> Options =
        from shares in Shares.ArrayOf(5)
        from whole in Gen.Choose(-5, 5)
        from wholes in Gen.Choose(int.MinValue, int.MaxValue).ArrayOf(3)
        from words in Words.ArrayOf(4)
        from choice in Gen.Elements("alpha", "beta", "gamma")
        from epochs in Gen.Choose(0, 200)
        from flags in Gen.Choose(0, 63)
        select new EveryKindOptions
        {
            Number = shares[0],
            MaybeNumber = (flags & 1) > 0 ? null : -1 / shares[1],
            Whole = whole,
            Long = (long)wholes[0] * wholes[1],
            Truth = (flags & 2) > 0,
            Inherited = (flags & 4) > 0,
            Text = words[0],
            Choice = choice,
            Length = new TrainingLength(epochs, Math.Abs((long)wholes[0])),
            Numbers = (flags & 8) > 0 ? [] : [shares[2], 1 / shares[3]],
            Wholes = (flags & 16) > 0 ? [] : wholes,
            Texts = [words[1], words[2]],
            Map = (flags & 32) > 0 ? new Dictionary<string, double>() : new Dictionary<string, double> { [words[3]] = shares[4], ["z"] = 0 },
            Schedule = (flags & 1) > 0 ? null : SpecTestCatalog.Catalog.WithDefaults<Engine.Training.Schedules.IScheduleComponent>("milestones"),
        };

    [Fact]
    public void Read_WhatWasWritten_IsTheSameSpec() =>
        Prop.ForAll(Arb.From(Options), options =>
        {
            var spec = SpecTestCatalog.With(new ComponentSpec("every-kind", options));
            var pretty = SpecTestCatalog.Reader.Read(SpecWriter.Pretty(spec));
            return SpecWriter.Canonical(pretty) == SpecWriter.Canonical(spec) && SpecWriter.Pretty(pretty) == SpecWriter.Pretty(spec);
        }).Check(Config);

    [Fact]
    public void Read_CanonicalFormWithAName_IsTheSameSpec() =>
        Prop.ForAll(Arb.From(Options), options =>
        {
            var spec = SpecTestCatalog.With(new ComponentSpec("every-kind", options));
            var canonical = JsonNode.Parse(SpecWriter.Canonical(spec))!.AsObject();
            canonical["name"] = "a";
            var again = SpecTestCatalog.Reader.Read(canonical.ToJsonString());
            return SpecWriter.Pretty(again) == SpecWriter.Pretty(spec) && SpecHash.Of(again) == SpecHash.Of(spec);
        }).Check(Config);

    [Fact]
    public void Schema_WhateverIsWritten_Accepts()
    {
        var schema = new SchemaValidator(JsonSchema.Create(SpecTestCatalog.Catalog));
        Prop.ForAll(Arb.From(Options), options =>
            schema.Accepts(SpecWriter.ToNode(SpecTestCatalog.With(new ComponentSpec("every-kind", options))))).Check(Config);
    }

    [Fact]
    public void TryRead_RandomJson_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            // Half-sensible documents reach deeper than noise: known names in odd places with odd values.
            var text = new StringBuilder();
            AppendRandom(text, new Random(seed), 0);
            SpecTestCatalog.Reader.TryRead(text.ToString(), out var problems);
            return problems.Count > 0;
        }).Check(Config.WithMaxTest(3000));

    [Fact]
    public void TryRead_DamagedSpec_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var text = SpecWriter.Pretty(SpecTestCatalog.With(new ComponentSpec("every-kind", new EveryKindOptions()))).ToCharArray();
            for (var i = 0; i < 1 + (Math.Abs(seed) % 4); i++)
            {
                text[random.Next(text.Length)] = (char)random.Next(random.Next(2) == 0 ? 128 : 65536);
            }

            var spec = SpecTestCatalog.Reader.TryRead(new string(text), out var problems);
            return spec is null == problems.Count > 0;
        }).Check(Config.WithMaxTest(3000));

    private static void AppendRandom(StringBuilder text, Random random, int depth)
    {
        string[] names =
        [
            "version", "name", "architecture", "dataset", "training", "method", "controls", "replicates", "seed", "optimizer", "schedule", "length",
            "batchSize", "widths", "number", "layerRates", "map", "texts", "\\ud83d", "",
        ];
        string[] values =
        [
            "1", "0", "-1", "1e999", "0.5", "1e-400", "123456789012345678901234567890", "null", "true", "\"imp\"", "\"mlp\"", "\"every-kind\"", "\"adam\"",
            "\"empty-set\"", "\"5000it\"", "\"\\ud800\"", "\"\\u0000\"", "\"x\"", "NaN",
        ];
        switch (random.Next(depth > 5 ? 1 : 4))
        {
            case 0:
                text.Append(values[random.Next(values.Length - (random.Next(20) == 0 ? 0 : 1))]);
                break;
            case 1:
                AppendMany(text, random, '[', ']', () => AppendRandom(text, random, depth + 1));
                break;
            default:
                AppendMany(text, random, '{', '}', () =>
                {
                    text.Append('"').Append(names[random.Next(names.Length)]).Append("\":");
                    AppendRandom(text, random, depth + 1);
                });
                break;
        }
    }

    private static void AppendMany(StringBuilder text, Random random, char open, char close, Action append)
    {
        text.Append(open);
        var count = random.Next(6);
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            append();
        }

        text.Append(close);
    }
}
