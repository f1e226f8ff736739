using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Transfer;

namespace LotteryLab.Web.Transfer;

/// <summary>Says whether what was imported came out again when its spec was run here.</summary>
internal sealed class ReproductionService(ExperimentStore experiments, Laboratory laboratory)
{
    /// <summary>Where an imported experiment came from; null of one that was computed here.</summary>
    public ImportRecord? Origin(string id) => id.StartsWith(Engine.Export.ImportedFolder.Prefix, StringComparison.Ordinal) && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
        ? ImportRecord.Read(Path.Combine(laboratory.ExperimentsFolder, id))
        : null;

    /// <summary>The comparison; null when there is no imported experiment of that id.</summary>
    /// <exception cref="LotteryLabException">The tolerance is outside [0, 1].</exception>
    public async Task<Reproduction?> CompareAsync(string id, double tolerance, CancellationToken cancellation)
    {
        if (!(tolerance is >= 0 and <= 1))
        {
            throw new LotteryLabException("verify.tolerance", $"The tolerance is {tolerance}; it must be a fraction between 0 and 1.", "Write ?tolerance=0.005 for half a percentage point.");
        }

        if (Origin(id) is not { } origin || await experiments.FindAsync(id, cancellation) is null)
        {
            return null;
        }

        var local = Path.GetFileName(laboratory.ExperimentFolder(origin.SpecHash));
        var isHere = await experiments.FindAsync(local, cancellation) is not null;
        return Reproduction.Of(
            await experiments.RoundsAsync(id, cancellation),
            isHere ? await experiments.RoundsAsync(local, cancellation) : [],
            isHere ? local : null,
            tolerance,
            IsSameMask);
    }

    // Hashes are recorded when an artifact is published: nothing has to be read for this.
    private bool? IsSameMask(string theirs, string ours) =>
        HashOf(theirs) is { } a && HashOf(ours) is { } b ? a == b : null;

    private string? HashOf(string key) =>
        laboratory.Store.Find(new StepKey(key))?.Manifest.Files.TryGetValue(ArtifactFiles.Mask, out var file) == true ? file.Sha256 : null;
}
