using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Tests.Experiments;

public sealed class RoundEventsTests : IDisposable
{
    // Journals of other versions hold these bytes: a change here is a change of the format.
    private const string Whole = """{"replicate":1,"branch":"imp/random-reinit","method":"imp","draw":2,"round":3,"prunable":16,"kept":4,"density":0.25,"tensors":[{"name":"fc.weight","count":16,"kept":4}],"earlyStopIteration":20,"lastEvaluation":30,"evaluationInterval":10,"testAccuracyAtEarlyStop":0.88,"finalTestAccuracy":0.9,"finalTrainAccuracy":0.95,"computedShare":0.5,"trainingKey":"t","startKey":"s","maskKey":"m"}""";

    private readonly string root = Directory.CreateTempSubdirectory("lotterylab-rounds-").FullName;

    private static RoundResult Result => new()
    {
        Replicate = 1,
        Branch = Branch.Parse("imp/random-reinit"),
        Method = Branch.Of("imp"),
        Draw = 2,
        Round = 3,
        Prunable = 16,
        Kept = 4,
        Tensors = [new TensorCount("fc.weight", 16, 4)],
        EarlyStopIteration = 20,
        LastEvaluation = 30,
        EvaluationInterval = 10,
        TestAccuracyAtEarlyStop = 0.88,
        FinalTestAccuracy = 0.9,
        FinalTrainAccuracy = 0.95,
        ComputedShare = 0.5,
        TrainingKey = "t",
        StartKey = "s",
        MaskKey = "m",
    };

    [Fact]
    public void ToJson_OfAWholeResult_HasTheseBytes() => Assert.Equal(Encoding.UTF8.GetBytes(Whole), Encoding.UTF8.GetBytes(Result.ToJson().ToJsonString()));

    [Fact]
    public void ToJson_OfWhatIsUnknown_SaysNull()
    {
        var text = (Result with { Method = null, Tensors = null, EarlyStopIteration = null, LastEvaluation = null, EvaluationInterval = null, TestAccuracyAtEarlyStop = null, FinalTrainAccuracy = null, ComputedShare = null, MaskKey = null }).ToJson().ToJsonString();
        Assert.Equal("""{"replicate":1,"branch":"imp/random-reinit","method":null,"draw":2,"round":3,"prunable":16,"kept":4,"density":0.25,"tensors":null,"earlyStopIteration":null,"lastEvaluation":null,"evaluationInterval":null,"testAccuracyAtEarlyStop":null,"finalTestAccuracy":0.9,"finalTrainAccuracy":null,"computedShare":null,"trainingKey":"t","startKey":"s","maskKey":null}""", text);
    }

    [Fact]
    public void Read_OfAnEventAsTheJournalHoldsIt_IsTheSameResult()
    {
        var path = Path.Combine(root, "events.jsonl");
        using (var journal = new JournalWriter(path))
        {
            journal.Append(RoundEvents.Type, Result.ToJson());
        }

        var read = Reader().Read(Assert.Single(new JournalReader(path).ReadNew()))!;
        Assert.Equal(Whole, read.ToJson().ToJsonString());
        Assert.Equal(Result.Tensors, read.Tensors);
    }

    [Theory]
    [InlineData("finalTestAccuracy", "null")]
    [InlineData("branch", "null")]
    [InlineData("round", "\"three\"")]
    [InlineData("tensors", "[{\"name\":null,\"count\":1,\"kept\":1}]")]
    public void Read_OfADamagedLine_IsNothing(string field, string value)
    {
        var entry = JsonNode.Parse(Whole)!.AsObject();
        entry[field] = JsonNode.Parse(value);
        Assert.Null(Reader().Read(entry));
    }

    [Theory]
    [InlineData("kept")]
    [InlineData("tensors")]
    [InlineData("startKey")]
    public void Read_OfALineThatLacksAField_IsNothing(string field)
    {
        var entry = JsonNode.Parse(Whole)!.AsObject();
        entry.Remove(field);
        Assert.Null(Reader().Read(entry));
    }

    [Fact]
    public void Accuracy_WithoutAnEarlyStop_IsThatAtTheEnd() =>
        Assert.Equal((0.88, 0.9), (Result.Accuracy, (Result with { TestAccuracyAtEarlyStop = null }).Accuracy));

    [Fact]
    public void Table_OfRoundsWithoutTrainingAccuracy_HasNoneInsteadOfZero() =>
        Assert.Null(Assert.Single(ResultRow.Table([Result with { FinalTrainAccuracy = null }])).FinalTrainAccuracy);

    public void Dispose() => Directory.Delete(root, recursive: true);

    private RoundEvents Reader() => new(new PlanRecord("n", "h", "x", 10, [], [], [], []), new ArtifactStore(Path.Combine(root, "store")));
}
