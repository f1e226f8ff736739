
namespace LotteryLab.Data.Stores;

/// <summary>Which experiments are listed, and in which order. Everything has a default: pinned first, then the newest, without archived ones.</summary>
public sealed record ExperimentFilter
{
    /// <summary>Rows of a page when nobody says otherwise.</summary>
    public const int DefaultPageSize = 25;

    /// <summary>Most rows of a page.</summary>
    public const int LargestPageSize = 200;

    /// <summary>Words that name, notes, tags or id must contain, each of them; empty for all.</summary>
    public string Text { get; init; } = "";

    /// <summary>Allowed states; empty for all.</summary>
    public IReadOnlyList<ExperimentState> States { get; init; } = [];

    /// <summary>A tag, or empty for all.</summary>
    public string Tag { get; init; } = "";

    /// <summary>An architecture, or empty for all.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>A data set, or empty for all.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>A method, or empty for all.</summary>
    public string Method { get; init; } = "";

    /// <summary>True for archived ones only, false for the others, null for both.</summary>
    public bool? IsArchived { get; init; } = false;

    /// <summary>Order.</summary>
    public ExperimentSort Sort { get; init; } = ExperimentSort.Created;

    /// <summary>Whether the largest comes first.</summary>
    public bool IsDescending { get; init; } = true;

    /// <summary>1-based page.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Rows of a page, at most <see cref="LargestPageSize"/>.</summary>
    public int PageSize { get; init; } = DefaultPageSize;
}

/// <summary>What a list is sorted by.</summary>
public enum ExperimentSort
{
    /// <summary>When it was described.</summary>
    Created,

    /// <summary>When something happened to it last.</summary>
    Updated,

    /// <summary>Its name.</summary>
    Name,

    /// <summary>Its state.</summary>
    State,

    /// <summary>Best test accuracy of its tickets.</summary>
    Accuracy,
}
