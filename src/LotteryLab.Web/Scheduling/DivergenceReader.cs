using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Transfer;
using LotteryLab.Web.Reading;
using LotteryLab.Web.Text;

namespace LotteryLab.Web.Scheduling;

/// <summary>
/// Says where experiments, replicates or tickets part, and which setting makes the difference there: the one that gives the step another
/// key when it alone is carried over from one spec into the other.
/// </summary>
internal sealed class DivergenceReader(Estimator estimator, Laboratory laboratory, ComponentCatalog catalog)
{
    // Each setting costs a plan; a page must not wait for more.
    private const int MostSwaps = 12;
    private const int MostSteps = 20_000;

    /// <summary>Compares every other item with the first.</summary>
    public async Task<IReadOnlyList<DivergenceReading>> ReadAsync(IReadOnlyList<ComparedItem> items, CancellationToken cancellation)
    {
        var chains = new List<(ComparedItem Item, PlanRecord? Plan, StepChain? Chain, string Refusal)>();
        foreach (var item in items)
        {
            try
            {
                var (plan, chain) = await ChainAsync(item, cancellation);
                chains.Add((item, plan, chain, ""));
            }
            catch (LotteryLabException refusal)
            {
                chains.Add((item, null, null, refusal.Message));
            }
        }

        var readings = new List<DivergenceReading>();
        foreach (var other in chains.Skip(1))
        {
            var first = chains[0];
            readings.Add(first.Chain is { } one && other.Chain is { } two
                ? await ReadAsync(first.Item, first.Plan!, one, other.Item, other.Plan!, two, cancellation)
                : new DivergenceReading(first.Item.Name, other.Item.Name, null, [], true, first.Chain is null ? first.Refusal : other.Refusal));
        }

        return readings;
    }

    private async Task<DivergenceReading> ReadAsync(ComparedItem first, PlanRecord firstPlan, StepChain firstChain, ComparedItem second, PlanRecord secondPlan, StepChain secondChain, CancellationToken cancellation)
    {
        var divergence = Divergence.Of(firstChain, secondChain);
        var places = new List<DifferingPlace>();
        var isCertain = true;
        if (divergence is { First: not null, Second: not null } && firstPlan.Numerics != secondPlan.Numerics)
        {
            places.Add(new DifferingPlace("LibTorch and device", [firstPlan.Numerics, secondPlan.Numerics]));
        }

        places.AddRange(PlacesOf(divergence));
        if (divergence.Outcome != DivergenceOutcome.Same && Node(first) is { } one && Node(second) is { } two)
        {
            var (swaps, areTested) = divergence.First is { } step
                ? await ResponsibleAsync(one, two, firstPlan, step, cancellation)
                : await ResponsibleAsync(two, one, secondPlan, divergence.Second!, cancellation);
            isCertain = areTested;
            places.AddRange(swaps.Select(swap => new DifferingPlace(swap.ToString(), divergence.First is null ? [SpecSwap.Text(swap.Second), SpecSwap.Text(swap.First)] : [SpecSwap.Text(swap.First), SpecSwap.Text(swap.Second)])));
        }

        // Equal specs that part: the data or the program changed between them, which the steps themselves know.
        if (places.Count == 0 && divergence is { First: { } left, Second: { } right })
        {
            places.AddRange(SpecDifference.Of([Described(left), Described(right)]).Rows);
        }

        return new DivergenceReading(first.Name, second.Name, divergence, places, isCertain, "");
    }

    private static IEnumerable<DifferingPlace> PlacesOf(Divergence divergence)
    {
        if (divergence is not { FirstRound: { } one, SecondRound: { } two })
        {
            yield break;
        }

        if (one.Replicate != two.Replicate)
        {
            yield return new DifferingPlace("replicate", [Number(one.Replicate + 1), Number(two.Replicate + 1)]);
        }

        if (one.Branch != two.Branch)
        {
            yield return new DifferingPlace("branch", [BranchText.Of(one.Branch), BranchText.Of(two.Branch)]);
        }

        if (one.Draw != two.Draw)
        {
            yield return new DifferingPlace("draw", [Number(one.Draw + 1), Number(two.Draw + 1)]);
        }
    }

    private async Task<(IReadOnlyList<SpecSwap> Swaps, bool AreTested)> ResponsibleAsync(JsonObject spec, JsonObject other, PlanRecord plan, StepRecord step, CancellationToken cancellation)
    {
        var swaps = SpecSwap.Of(spec, other);
        var index = plan.Steps.TakeWhile(known => known.Key != step.Key).Count();
        if (swaps.Count == 0)
        {
            return (swaps, true);
        }

        // The plan may have been made by another version or on another machine, where keys are others; the place in the order of work is the same.
        if (swaps.Count > MostSwaps || plan.Steps.Count > MostSteps || await KeysAsync(spec, cancellation) is not { } own || own.Count != plan.Steps.Count || index == own.Count)
        {
            return (swaps, false);
        }

        var (responsible, untested) = (new List<SpecSwap>(), new List<SpecSwap>());
        foreach (var swap in swaps)
        {
            if (await KeysAsync(swap.Apply(spec), cancellation) is not { } changed)
            {
                untested.Add(swap);
            }
            else if (!changed.Contains(own[index]))
            {
                responsible.Add(swap);
            }
        }

        return responsible.Count > 0 ? (responsible, true) : (untested, untested.Count == 0);
    }

    // Null for a spec that cannot be planned here: it names unknown components, its data set is missing, or its parts do not fit each other.
    private async Task<IReadOnlyList<string>?> KeysAsync(JsonObject spec, CancellationToken cancellation)
    {
        try
        {
            return new SpecReader(catalog).TryRead(spec.ToJsonString(), out _) is { } read ? [.. (await estimator.PlanAsync(read, cancellation)).Plan.Steps.Select(step => step.Key.Hex)] : null;
        }
        catch (LotteryLabException)
        {
            return null;
        }
    }

    private JsonObject? Node(ComparedItem item) => new SpecReader(catalog).TryRead(item.Detail.SpecText, out _) is { } spec ? SpecWriter.ToNode(spec) : null;

    private string Described(StepRecord step) =>
        laboratory.Store.Find(new StepKey(step.Key))?.Manifest.Step["parameters"] is JsonObject parameters ? parameters.ToJsonString() : "{}";

    private async Task<(PlanRecord Plan, StepChain Chain)> ChainAsync(ComparedItem item, CancellationToken cancellation)
    {
        var folder = new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, item.Detail.Summary.Id));
        var own = File.Exists(folder.PlanPath) ? folder.ReadPlan() : await ForecastAsync(item, cancellation);
        var plan = Original(folder) ?? own;
        var chain = item switch
        {
            // An imported ticket has a key of its own here; the place in the plan is the same.
            { Ticket.Round: { } round } => StepChain.OfTicket(plan, plan.Rounds[own.Rounds.TakeWhile(planned => planned.Training != round.Ticket).Count() is var index && index < plan.Rounds.Count
                ? index
                : throw new LotteryLabException("compare.not-planned", $"The plan of {item.Name} does not hold that ticket any more.", "Compare the whole experiment.")].Training),
            { Replicate: { } replicate } => StepChain.OfReplicate(plan, replicate),
            _ => StepChain.OfExperiment(plan),
        };
        return (plan, chain);
    }

    // Imported steps have keys of their own here; what they were keyed by where they were computed tells what is common.
    private static PlanRecord? Original(ExperimentFolder folder)
    {
        try
        {
            return Engine.Export.ImportedFolder.IsImported(folder.Path) ? ExperimentImport.OriginalPlan(folder.Path) : null;
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            return null;
        }
    }

    private async Task<PlanRecord> ForecastAsync(ComparedItem item, CancellationToken cancellation)
    {
        var work = await estimator.PlanAsync(new SpecReader(catalog).Read(item.Detail.SpecText), cancellation);
        return PlanRecord.Of(work.Plan, work.Plan.Steps.Select(step => step.Numerics).FirstOrDefault(""));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where two compared things part, and what differs there.</summary>
/// <param name="First">Name of the baseline.</param>
/// <param name="Second">Name of the other.</param>
/// <param name="Divergence">Where they part; null when a plan is not known.</param>
/// <param name="Places">What differs there, with both values.</param>
/// <param name="IsCertain">Whether each place was found to make the difference; otherwise they are those that may.</param>
/// <param name="Refusal">Why nothing is known; empty otherwise.</param>
public sealed record DivergenceReading(string First, string Second, Divergence? Divergence, IReadOnlyList<DifferingPlace> Places, bool IsCertain, string Refusal);
