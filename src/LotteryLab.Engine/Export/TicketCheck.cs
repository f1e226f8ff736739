using System.Runtime.InteropServices;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Export;

/// <summary>Checks a ticket and everything it builds on. Looks only: damaged artifacts stay where they are.</summary>
public sealed class TicketCheck(ArtifactStore store)
{
    private readonly List<TicketFinding> findings = [];

    /// <summary>Hashes of all files, keys of all steps, nested masks, counts, and zeros where the mask prunes.</summary>
    /// <exception cref="LotteryLabException">The step is not there at all.</exception>
    public IReadOnlyList<TicketFinding> Run(StepKey training)
    {
        var chain = ProvenanceChain.Of(training, store);
        CheckHashes(chain);
        if (findings.TrueForAll(finding => finding.IsGood))
        {
            CheckMasks(chain);
            CheckZeros(new TicketReader(store).Read(training));
        }

        return findings;
    }

    private void CheckHashes(ProvenanceChain chain)
    {
        var files = 0;
        var damage = new List<string>();
        foreach (var link in chain.Links)
        {
            if (StepKey.Of(CanonicalJson.Write(link.Step)) != link.Key)
            {
                damage.Add($"step {link.Key.Short} is not what its key says");
            }

            var artifact = store.Find(link.Key)!;
            foreach (var name in artifact.Manifest.Files.Keys)
            {
                try
                {
                    artifact.Read(name);
                    files++;
                }
                catch (CorruptArtifactException problem)
                {
                    damage.Add(problem.Problem);
                }
            }
        }

        Add("hashes", damage, $"{chain.Links.Count} steps and {files} files are what was published");
    }

    private void CheckMasks(ProvenanceChain chain)
    {
        var masks = new Dictionary<StepKey, MaskSet>();
        var nesting = new List<string>();
        var counting = new List<string>();
        foreach (var link in chain.Links)
        {
            var artifact = store.Find(link.Key)!;
            if (!artifact.Has(ArtifactFiles.Mask))
            {
                continue;
            }

            var mask = MaskFile.FromBytes(artifact.Read(ArtifactFiles.Mask));
            masks[link.Key] = mask;
            var report = artifact.ReadJson(ArtifactFiles.Pruning);
            if ((long?)report["kept"] != mask.Kept || (long?)report["count"] != mask.Count)
            {
                counting.Add($"mask {link.Key.Short} keeps {mask.Kept} of {mask.Count} weights, its report says {report["kept"]} of {report["count"]}");
            }

            // Only pruning shrinks a mask; a shuffled mask keeps the counts and not the places.
            if (link.Kind == "prune" && link.Inputs.ToDictionary().TryGetValue("mask", out var before) && !mask.IsSubsetOf(masks[before]))
            {
                nesting.Add($"mask {link.Key.Short} keeps weights that the round before pruned");
            }
        }

        Add("nested masks", nesting, $"each of {masks.Count} masks keeps a part of the one before");
        Add("counts", counting, "every mask keeps as many weights as its report says");
    }

    private void CheckZeros(Ticket ticket)
    {
        var wrong = new List<string>();
        var checkedWeights = 0L;
        foreach (var (name, mask) in ticket.Mask?.Entries ?? [])
        {
            if (ticket.End.FirstOrDefault(entry => entry.Name == name && entry.Type == SafetensorsType.F32) is not { } end)
            {
                continue;
            }

            var values = MemoryMarshal.Cast<byte, float>(end.Bytes.Span);
            for (var i = 0; i < values.Length; i++)
            {
                if (!mask[i])
                {
                    checkedWeights++;
                    if (values[i] != 0)
                    {
                        wrong.Add($"weight {i} of {name} is pruned but {values[i]:R}");
                        break;
                    }
                }
            }
        }

        Add("zeros", wrong, $"{checkedWeights} pruned weights are exactly zero after training");
    }

    private void Add(string what, List<string> problems, string good) =>
        findings.Add(problems.Count == 0 ? new TicketFinding(what, true, good) : new TicketFinding(what, false, string.Join("; ", problems)));
}

/// <summary>Result of one check.</summary>
/// <param name="Subject">What was checked.</param>
/// <param name="IsGood">Whether it is as it should be.</param>
/// <param name="Text">What was found.</param>
public sealed record TicketFinding(string Subject, bool IsGood, string Text);
