using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Evaluation;

/// <summary>Writes down what a ticket cost, as the plan knows it: <c>measurement.json</c>.</summary>
/// <param name="search">Until the mask was known.</param>
/// <param name="total">Until the ticket was trained.</param>
public sealed class SearchCostStep(SearchCost search, SearchCost total) : Step
{
    /// <inheritdoc/>
    public override string Kind => "search-cost";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override bool IsNumeric => false;

    /// <inheritdoc/>
    public override JsonObject Parameters => new() { ["search"] = search.ToJson(), ["total"] = total.ToJson() };

    /// <inheritdoc/>
    public override void Execute(StepContext context) => context.Output.WriteJson(ArtifactFiles.Measurement, Parameters);
}
