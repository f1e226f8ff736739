namespace LotteryLab.Data.Stores;

/// <summary>Part of a long list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The rows of this page.</param>
/// <param name="Number">1-based number of the page.</param>
/// <param name="Size">Most rows of a page.</param>
/// <param name="Total">Rows of all pages.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, int Total)
{
    /// <summary>Number of pages, at least 1.</summary>
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);
}
