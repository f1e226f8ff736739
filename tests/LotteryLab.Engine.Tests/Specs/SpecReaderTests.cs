using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;

namespace LotteryLab.Engine.Tests.Specs;

public class SpecReaderTests
{
    [Fact]
    public void Read_Minimal_FillsDefaults()
    {
        var spec = SpecTestCatalog.Reader.Read(SpecTestCatalog.Minimal);

        Assert.Equal("constant", spec.Training.Schedule.Name);
        Assert.Equal(TrainingLength.FromIterations(5000), spec.Training.Length);
        Assert.Equal("float32", spec.Training.Precision);
        Assert.Equal([300, 100], spec.Architecture.OptionsAs<LeNetOptions>().Widths);
        Assert.Equal(1.2e-3, spec.Training.Optimizer.OptionsAs<AdamOptions>().LearningRate);
        Assert.Empty(spec.Controls);
    }

    [Fact]
    public void Read_Options_OverrideDefaults()
    {
        var spec = Read(json =>
        {
            json["method"] = JsonNode.Parse("""{"name":"imp","rule":"layerwise","rate":0.4,"layerRates":{"fc":0.1},"rewindTo":"1ep"}""");
            json["architecture"] = JsonNode.Parse("""{"name":"mlp","widths":[10,2.0e1]}""");
        });

        var imp = spec.Method.OptionsAs<ImpOptions>();
        Assert.Equal(0.4, imp.Rate);
        Assert.Equal(0.1, imp.LayerRates["fc"]);
        Assert.Equal(TrainingLength.FromEpochs(1), imp.RewindTo);
        Assert.Equal([10, 20], spec.Architecture.OptionsAs<MlpOptions>().Widths);
    }

    [Theory]
    [InlineData("version", "2", "version")]
    [InlineData("version", "\"1\"", "version")]
    [InlineData("name", "\"\"", "name")]
    [InlineData("name", "7", "name")]
    [InlineData("name", "null", "name")]
    [InlineData("name", "\"a\\u0000b\"", "name")]
    [InlineData("tags", "[1]", "tags[0]")]
    [InlineData("tags", "{}", "tags")]
    [InlineData("seed", "-1", "seed")]
    [InlineData("seed", "9007199254740992", "seed")]
    [InlineData("seed", "1e300", "seed")]
    [InlineData("seed", "1.5", "seed")]
    [InlineData("replicates", "0", "replicates")]
    [InlineData("replicates", "1001", "replicates")]
    [InlineData("replicates", "true", "replicates")]
    [InlineData("architecture", "\"lenet-300\"", "architecture")]
    [InlineData("architecture", "{\"name\":\"lenet\"}", "architecture.name")]
    [InlineData("architecture", "{\"name\":5}", "architecture.name")]
    [InlineData("architecture", "{}", "architecture.name")]
    [InlineData("architecture", "5", "architecture")]
    [InlineData("architecture", "{\"name\":\"mlp\",\"widths\":[0]}", "architecture.widths[0]")]
    [InlineData("architecture", "{\"name\":\"mlp\",\"widths\":[3000000000]}", "architecture.widths[0]")]
    [InlineData("architecture", "{\"name\":\"mlp\",\"widths\":5}", "architecture.widths")]
    [InlineData("architecture", "{\"name\":\"mlp\",\"initializer\":\"glorot\"}", "architecture.initializer")]
    [InlineData("architecture", "{\"name\":\"mlp\",\"dropout\":1}", "architecture.dropout")]
    [InlineData("architecture", "{\"name\":\"mlp\",\"dropout\":1e999}", "architecture.dropout")]
    [InlineData("architecture", "{\"name\":\"mlp\",\"dropout\":null}", "architecture.dropout")]
    [InlineData("architecture", "{\"name\":\"mlp\",\"dropuot\":0.5}", "architecture.dropuot")]
    [InlineData("method", "{\"name\":\"imp\",\"rewindTo\":\"5\"}", "method.rewindTo")]
    [InlineData("method", "{\"name\":\"imp\",\"oneShot\":\"yes\"}", "method.oneShot")]
    [InlineData("method", "{\"name\":\"imp\",\"layerRates\":{\"fc\":2}}", "method.layerRates.fc")]
    [InlineData("method", "{\"name\":\"imp\",\"layerRates\":[]}", "method.layerRates")]
    [InlineData("method", "{\"name\":\"imp\",\"layerRates\":{\"fc\":0.1,\"fc\":0.2}}", "method.layerRates.fc")]
    [InlineData("method", "{\"name\":\"imp\",\"targetDensities\":[0.5]}", "method.targetDensities")]
    [InlineData("controls", "\"every-kind\"", "controls")]
    [InlineData("controls", "[\"every-kind\",{\"name\":\"nothing\"}]", "controls[1].name")]
    [InlineData("controls", "[\"every-kind\",{\"name\":\"every-kind\"}]", "controls[1]")]
    [InlineData("controls", "[{\"name\":\"every-kind\",\"number\":0.25}]", "controls[0].number")]
    [InlineData("controls", "[{\"name\":\"every-kind\",\"schedule\":\"cosine\"}]", "controls[0].schedule")]
    [InlineData("controls", "[{\"name\":\"every-kind\",\"wholes\":[1,2,3,4,5]}]", "controls[0].wholes")]
    [InlineData("training", "[]", "training")]
    [InlineData("Seed", "1", "Seed")]
    public void TryRead_OneMistake_NamesItsPlace(string field, string value, string path)
    {
        var json = JsonNode.Parse(SpecTestCatalog.Minimal)!.AsObject();
        json.Remove(field);
        var text = json.ToJsonString()[..^1] + $",\"{field}\":{value}}}";

        Assert.Null(SpecTestCatalog.Reader.TryRead(text, out var problems));

        var problem = Assert.Single(problems);
        Assert.Equal(path, problem.Path);
        Assert.EndsWith(".", problem.Message.Replace("?", ".", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"imp\"")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("\ud800")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]")]
    public void Read_NoSpecAtAll_IsOneProblemOfTheWhole(string text)
    {
        var exception = Assert.Throws<UnparsedSpecException>(() => SpecTestCatalog.Reader.Read(text));

        Assert.Equal("", Assert.Single(exception.Problems).Path);
        Assert.Equal("spec.invalid", exception.Code);
    }

    [Fact]
    public void TryRead_TrailingText_IsRefused() => Assert.Null(SpecTestCatalog.Reader.TryRead(SpecTestCatalog.Minimal + " x", out _));

    [Fact]
    public void TryRead_HugeText_IsRefusedUnread() => Assert.Null(SpecTestCatalog.Reader.TryRead(new string(' ', SpecReader.LongestText + 1), out _));

    [Fact]
    public void TryRead_UndefinedElement_IsRefused() => Assert.Null(SpecTestCatalog.Reader.TryRead(default(JsonElement), out _));

    [Fact]
    public void TryRead_EmptyObject_ListsAllRequiredFields()
    {
        SpecTestCatalog.Reader.TryRead("{}", out var problems);

        Assert.Equal(["version", "name", "architecture", "dataset", "training", "method", "replicates", "seed"], problems.Select(problem => problem.Path));
        Assert.All(problems, problem => Assert.Null(problem.Value));
    }

    [Fact]
    public void TryRead_ThirtyMistakes_PostsThirtyProblems()
    {
        const string text = """
            {"version":2,"name":"","notes":5,"tags":["a",7],"colour":"red",
             "architecture":{"name":"mlp","widths":[0,300,-1],"dropout":1,"initialiser":"orthogonal","biasInitializer":"one"},
             "dataset":{"name":"empty-set","validation":-1,"labelNoise":1.5,"augmentation":"flips","cropPadding":0,"splitSeed":"x"},
             "training":{"optimizer":{"name":"adam","learningRate":0,"beta1":1,"momentum":0.9},"schedule":"warm","batchSize":0.5,"length":"0it","precision":"float8","labelSmoothing":1},
             "method":{"name":"imp","rate":1,"rounds":-1,"rewindTo":5,"layerRates":{"fc":2},"targetDensities":[0]},
             "controls":["nothing"],"replicates":0,"replicates":0}
            """;

        SpecTestCatalog.Reader.TryRead(text, out var problems);

        // 30 wrong values and, besides, evaluateEvery and seed missing.
        string[] expected =
        [
            "version", "name", "notes", "tags[1]", "colour", "architecture.widths[0]", "architecture.widths[2]", "architecture.dropout",
            "architecture.initialiser", "architecture.biasInitializer", "dataset.validation", "dataset.labelNoise", "dataset.augmentation",
            "dataset.cropPadding", "dataset.splitSeed", "training.optimizer.learningRate", "training.optimizer.beta1", "training.optimizer.momentum",
            "training.schedule", "training.batchSize", "training.length", "training.precision", "training.labelSmoothing", "training.evaluateEvery",
            "method.rate", "method.rounds", "method.rewindTo", "method.layerRates.fc", "method.targetDensities[0]", "controls[0]", "replicates", "replicates", "seed",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        var message = new UnparsedSpecException(problems).Message;
        Assert.All(problems, problem => Assert.Contains(problem.ToString(), message, StringComparison.Ordinal));
    }

    [Fact]
    public void TryRead_ImpossibleCombination_IsReportedBesideOtherMistakes()
    {
        var json = JsonNode.Parse(SpecTestCatalog.Minimal)!.AsObject();
        json["architecture"] = JsonNode.Parse("""{"name":"mlp","dropout":2}""");
        json["controls"] = JsonNode.Parse("""["every-kind",{"name":"every-kind","number":0.25}]""");

        SpecTestCatalog.Reader.TryRead(json.ToJsonString(), out var problems);

        Assert.Equal(["architecture.dropout", "controls[1].number"], problems.Select(problem => problem.Path));
    }

    [Fact]
    public void TryRead_NearName_IsSuggested()
    {
        var json = JsonNode.Parse(SpecTestCatalog.Minimal)!.AsObject();
        json["architecture"] = JsonNode.Parse("""{"name":"lenet300-100"}""");
        json["replicate"] = 3;

        SpecTestCatalog.Reader.TryRead(json.ToJsonString(), out var problems);

        Assert.Contains("Did you mean 'lenet-300-100'?", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("mlp", problems[0].Allowed, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'replicates'?", problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_HostileNames_StayShortAndPrintable()
    {
        var json = JsonNode.Parse(SpecTestCatalog.Minimal)!.AsObject();
        json[new string('x', 5000)] = new string('y', 5000);
        json["line\nbreak"] = 1;

        SpecTestCatalog.Reader.TryRead(json.ToJsonString(), out var problems);

        Assert.Equal(2, problems.Count);
        Assert.All(problems, problem => Assert.DoesNotContain('\n', problem.ToString()));
        Assert.All(problems, problem => Assert.True(problem.ToString().Length < 800));
    }

    private static ExperimentSpec Read(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(SpecTestCatalog.Minimal)!.AsObject();
        change(json);
        return SpecTestCatalog.Reader.Read(json.ToJsonString());
    }
}
