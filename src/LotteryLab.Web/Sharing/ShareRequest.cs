using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Sharing;

/// <summary>What a person wants of a new link.</summary>
internal sealed record ShareRequest
{
    /// <summary>What it shows.</summary>
    public required ShareKind Kind { get; init; }

    /// <summary>Experiment or ticket ids.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Name of the link, for its owner only.</summary>
    public string Label { get; init; } = "";

    /// <summary>Leave out names, tags, notes, owner and times.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Let readers download spec, curves and ticket.</summary>
    public bool AllowsDownload { get; init; }

    /// <summary>Let allowed sites show it inside their pages.</summary>
    public bool AllowsEmbedding { get; init; }

    /// <summary>Sites that may show it inside their pages, such as <c>https://group.example</c>; needed for embedding.</summary>
    public IReadOnlyList<string> AllowedParents { get; init; } = [];

    /// <summary>What it shows besides curves and tables; everything by default.</summary>
    public ShareContents Contents { get; init; } = new();

    /// <summary>Keep the state of this moment; live otherwise.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Days until it ends; null for never.</summary>
    public int? ExpiresInDays { get; init; }
}
