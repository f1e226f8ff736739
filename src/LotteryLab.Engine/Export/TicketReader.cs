using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Export;

/// <summary>Puts a ticket together from the artifacts of its steps.</summary>
public sealed class TicketReader(ArtifactStore store)
{
    /// <summary>The ticket of a planned round.</summary>
    /// <exception cref="LotteryLabException">The round has not been trained, or an artifact is damaged.</exception>
    public Ticket Read(PlanRecord plan, TicketAddress address)
    {
        var round = address.FindIn(plan);
        var ticket = Read(new StepKey(round.Training));
        ticket.Facts["experiment"] = plan.Name;
        ticket.Facts["spec"] = plan.SpecHash;
        ticket.Facts["replicate"] = round.Replicate;
        ticket.Facts["branch"] = round.Branch.ToString();
        ticket.Facts["draw"] = round.Draw;
        ticket.Facts["round"] = round.Round;
        return ticket;
    }

    /// <summary>The ticket that a training step trained, or that was imported under this key.</summary>
    /// <exception cref="LotteryLabException">There is no such step, it trains nothing, or an artifact is damaged.</exception>
    public Ticket Read(StepKey key)
    {
        var artifact = store.Find(key)
            ?? throw new LotteryLabException("ticket.not-trained", $"Step {key.Short} has not been done.", "Run the experiment first; 'lotterylab status' says how far it is.");
        var provenance = ProvenanceChain.Of(key, store);
        var inputs = provenance.Links[^1].Inputs.ToDictionary(StringComparer.Ordinal);
        if (TicketImport.IsTicket(artifact))
        {
            return TicketImport.Read(artifact, provenance);
        }

        if (!artifact.Has(ArtifactFiles.Training) || !inputs.TryGetValue("start", out var start))
        {
            throw new LotteryLabException("ticket.not-a-training", $"Step {key.Short} is a {provenance.Links[^1].Kind} step, and tickets are named by the step that trains them.", "Take the key that 'lotterylab results --json' gives as trainingKey.");
        }

        var mask = inputs.TryGetValue("mask", out var maskKey) ? MaskFile.FromBytes(Find(maskKey).Read(ArtifactFiles.Mask)) : null;
        var facts = new JsonObject { ["training"] = key.Hex };
        if (mask is not null)
        {
            facts["kept"] = mask.Kept;
            facts["prunable"] = mask.Count;
        }

        facts["summary"] = artifact.ReadJson(ArtifactFiles.Training)["summary"]?.DeepClone();
        return new Ticket { Mask = mask, Start = States(Find(start)), End = States(artifact), Provenance = provenance, Facts = facts };
    }

    internal static IReadOnlyList<SafetensorsEntry> States(Artifact artifact, string file = ArtifactFiles.State)
    {
        using var stream = new MemoryStream(artifact.Read(file));
        return SafetensorsFile.Read(stream);
    }

    private Artifact Find(StepKey key) =>
        store.Find(key) ?? throw new CorruptArtifactException(key.Hex, $"The result of step {key.Short} is gone.");
}
