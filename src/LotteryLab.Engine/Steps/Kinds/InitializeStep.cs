using System.Text.Json.Nodes;
using LotteryLab.Engine.Architectures;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Draws a network from its initialisers: <c>state.safetensors</c>.</summary>
public sealed class InitializeStep(NetworkReference network, long seed) : Step
{
    /// <summary>Distribution of the weights.</summary>
    public string Initializer => network.Architecture.OptionsAs<ArchitectureOptions>().Initializer;

    /// <inheritdoc/>
    public override string Kind => "initialize";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override JsonObject Parameters => new() { ["network"] = network.ToJson(), ["seed"] = seed };

    /// <inheritdoc/>
    public override void Execute(StepContext context)
    {
        var definition = context.Environment.Build(network);
        using var state = Architectures.Initializer.Draw(definition, network.Architecture.OptionsAs<ArchitectureOptions>(), seed);
        StateFile.Write(context.Output, state);
    }
}
