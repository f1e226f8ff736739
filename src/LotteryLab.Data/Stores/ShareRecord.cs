
namespace LotteryLab.Data.Stores;

/// <summary>What a link shows.</summary>
public enum ShareKind
{
    /// <summary>An experiment.</summary>
    Experiment,

    /// <summary>One ticket.</summary>
    Ticket,

    /// <summary>Two to eight experiments or tickets side by side.</summary>
    Comparison,
}

/// <summary>What a link shows besides curves and tables; everything by default. An anonymous link leaves out name and notes whatever stands here.</summary>
public sealed record ShareContents
{
    /// <summary>The name of the experiment.</summary>
    public bool Name { get; init; } = true;

    /// <summary>Notes and tags.</summary>
    public bool Notes { get; init; } = true;

    /// <summary>LibTorch version and kind of device.</summary>
    public bool Machine { get; init; } = true;

    /// <summary>Pictures of the masks.</summary>
    public bool Masks { get; init; } = true;
}

/// <summary>A share link as its owner sees it. The token itself is never stored.</summary>
public sealed record ShareRecord
{
    /// <summary>Id for managing the link; opens nothing.</summary>
    public required string Id { get; init; }

    /// <summary>What it shows.</summary>
    public required ShareKind Kind { get; init; }

    /// <summary>Experiment ids or ticket ids that it shows.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Name of the link, for its owner only.</summary>
    public required string Label { get; init; }

    /// <summary>Whether names, tags, notes and times of day are left out.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>Whether the reader may download spec, curves and ticket.</summary>
    public required bool AllowsDownload { get; init; }

    /// <summary>Whether it may be shown inside pages of the allowed sites.</summary>
    public required bool AllowsEmbedding { get; init; }

    /// <summary>Sites that may show it inside their pages, such as <c>https://group.example</c>; counts only with <see cref="AllowsEmbedding"/>.</summary>
    public IReadOnlyList<string> AllowedParents { get; init; } = [];

    /// <summary>What it shows besides curves and tables.</summary>
    public ShareContents Contents { get; init; } = new();

    /// <summary>Whether it shows the state of the moment it was made; live otherwise.</summary>
    public bool IsFrozen => Snapshot is not null;

    /// <summary>JSON of what was frozen, or null.</summary>
    public required string? Snapshot { get; init; }

    /// <summary>User who made it; empty without accounts.</summary>
    public required string Owner { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends (UTC), or null for never.</summary>
    public required DateTimeOffset? Expires { get; init; }

    /// <summary>When it was revoked (UTC), or null.</summary>
    public required DateTimeOffset? Revoked { get; init; }

    /// <summary>When it was opened last (UTC), or null.</summary>
    public required DateTimeOffset? LastUsed { get; init; }

    /// <summary>How often it was opened.</summary>
    public required long Uses { get; init; }
}
