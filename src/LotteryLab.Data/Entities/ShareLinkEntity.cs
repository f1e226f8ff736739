namespace LotteryLab.Data.Entities;

/// <summary>A share link; of its token only the hash is kept.</summary>
internal sealed class ShareLinkEntity
{
    public required string Id { get; set; }

    public required string TokenHash { get; set; }

    public Stores.ShareKind Kind { get; set; }

    public required string Targets { get; set; }

    public string Label { get; set; } = "";

    public bool IsAnonymous { get; set; }

    public bool AllowsDownload { get; set; }

    public bool AllowsEmbedding { get; set; }

    public string AllowedParents { get; set; } = "[]";

    public string Contents { get; set; } = "{}";

    public string? Snapshot { get; set; }

    public string Owner { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset? Expires { get; set; }

    public DateTimeOffset? Revoked { get; set; }

    public DateTimeOffset? LastUsed { get; set; }

    public long Uses { get; set; }
}
