using System.Security.Cryptography;
using System.Text;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>Base of data sets that are read from files: the first look checks everything, later ones trust path, size and time of change.</summary>
public abstract class FileDatasetSource<TOptions> : DatasetSource<TOptions>, IDatasetFiles
    where TOptions : DatasetOptions, new()
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Files(object options, DatasetFolder folder) => Locate((TOptions)options, folder);

    /// <summary>Files that hold the content, in a fixed order.</summary>
    /// <exception cref="LotteryLabException">Files are missing.</exception>
    protected abstract IReadOnlyList<string> Locate(TOptions options, DatasetFolder folder);

    /// <summary>Reads and checks everything; the fingerprint of the result is filled in by the base class.</summary>
    protected abstract RawDataset Read(TOptions options, IReadOnlyList<string> files, CancellationToken cancellation);

    /// <summary>Options that change what the files decode to, as text; empty when none do.</summary>
    protected virtual string ContentOptions(TOptions options) => "";

    /// <inheritdoc/>
    protected sealed override DatasetFacts Describe(TOptions options, DatasetFolder folder)
    {
        var files = Locate(options, folder);
        return FactsCache.GetOrCheck(folder, Scope(options), files, () => ReadAndStamp(options, files, CancellationToken.None).Facts);
    }

    /// <inheritdoc/>
    protected sealed override RawDataset Load(TOptions options, DatasetFolder folder, CancellationToken cancellation)
    {
        var files = Locate(options, folder);
        RawDataset? checkedNow = null;
        var facts = FactsCache.GetOrCheck(folder, Scope(options), files, () => (checkedNow = ReadAndStamp(options, files, cancellation)).Facts);
        return (checkedNow ?? Read(options, files, cancellation)) with { Facts = facts };
    }

    private string Scope(TOptions options) => $"{Descriptor.Name}/1/{ContentOptions(options)}";

    private RawDataset ReadAndStamp(TOptions options, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var raw = Read(options, files, cancellation);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{Scope(options)}/{raw.Facts.Shape}/{raw.Facts.TrainCount}/{raw.Facts.TestCount}/{string.Join('/', raw.ClassNames)}\n"));
        foreach (var part in new[] { raw.TrainImages, raw.TrainLabels, raw.TestImages, raw.TestLabels })
        {
            digest.AppendData(part);
        }

        return raw with { Facts = raw.Facts with { Fingerprint = Convert.ToHexStringLower(digest.GetHashAndReset()) } };
    }
}
