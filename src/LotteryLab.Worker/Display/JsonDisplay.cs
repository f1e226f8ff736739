using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Worker.Display;

/// <summary>One JSON object a line for programs: <c>status</c> about twice a second, <c>round</c> for each finished round, <c>end</c> once, last.</summary>
internal sealed class JsonDisplay(Session session) : IRunDisplay
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public void OnStatus(RunStatus status)
    {
        if (status.State == RunState.Running)
        {
            Write("status", JsonNode.Parse(status.ToJson())!.AsObject());
        }
    }

    /// <inheritdoc/>
    public void OnRound(RoundResult round) => Write("round", JsonSerializer.SerializeToNode(round, Format)!.AsObject());

    /// <summary>The last line.</summary>
    public void OnEnd(RunStatus status, string folder)
    {
        var line = JsonNode.Parse(status.ToJson())!.AsObject();
        line["folder"] = folder;
        Write("end", line);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write(string type, JsonObject fields)
    {
        var line = new JsonObject { ["event"] = type };
        foreach (var (name, value) in fields)
        {
            line[name] = value?.DeepClone();
        }

        lock (gate)
        {
            session.Line(line.ToJsonString());
            session.Output.Flush();
        }
    }
}
