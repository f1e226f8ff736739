using System.Security.Cryptography;

namespace LotteryLab.Engine.Datasets.Downloads;

/// <summary>A file held against the sum that its publisher gives.</summary>
/// <param name="Algorithm">SHA-256 or MD5; empty when the publisher gives no sum.</param>
/// <param name="Expected">Published sum in hex; empty without one.</param>
/// <param name="Found">Sum of the file in hex; empty without a published one.</param>
public sealed record FileChecksum(string Algorithm, string Expected, string Found)
{
    /// <summary>Whether the file is the published one, as far as its publisher lets anyone tell.</summary>
    public bool IsIntact => Expected.Equals(Found, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file completely.</summary>
    public static async Task<FileChecksum> OfAsync(string path, RemoteFile file, CancellationToken cancellation)
    {
        using var stream = File.OpenRead(path);
        if (file.Sha256.Length > 0)
        {
            return new FileChecksum("SHA-256", file.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false)));
        }

        // MD5 is what the publishers give; it guards against damage, not against malice.
        return file.Md5.Length == 0
            ? new FileChecksum("", "", "")
            : new FileChecksum("MD5", file.Md5, Convert.ToHexStringLower(await MD5.HashDataAsync(stream, cancellation).ConfigureAwait(false)));
    }
}
