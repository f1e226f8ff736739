using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Tests.Steps;

/// <summary>A step that writes down what it read; its behaviour can be extended by the test.</summary>
public sealed class FakeStep : Step
{
    private readonly string name;

    [SetsRequiredMembers]
    public FakeStep(string name, params Step[] inputs)
        : base(inputs.Select((input, i) => new StepInput($"input-{i}", input)))
    {
        this.name = name;
        Label = name;
        Numerics = "none";
    }

    public Action<StepContext>? Before { get; init; }

    public int Executions { get; private set; }

    public override string Kind => "fake";

    public override int Version => 1;

    public override JsonObject Parameters => new() { ["name"] = name };

    public override void Execute(StepContext context)
    {
        Executions++;
        Before?.Invoke(context);
        var inputs = context.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Select(input => Encoding.UTF8.GetString(input.Value.Read("text.txt")));
        context.Output.Write("text.txt", Encoding.UTF8.GetBytes($"{name}({string.Join(",", inputs)})"));
    }
}
