using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>A page does not draw charts that nobody can see, and what grows above a chart moves it out of sight: here it is brought back for as long as a test looks at it.</summary>
internal static class Charts
{
    /// <summary>Brings a chart into view.</summary>
    /// <returns>Whether it has been drawn.</returns>
    public static Task<bool> ShowAsync(IPage page, string plot) => page.EvaluateAsync<bool>(
        """
        plot => {
          const figure = document.querySelector(`figure[data-plot=${plot}]`);
          figure?.scrollIntoView({ block: "nearest", behavior: "instant" });
          return figure?.dataset.drawn !== undefined;
        }
        """,
        plot);

    /// <summary>Waits until a chart has been drawn.</summary>
    public static Task DrawnAsync(IPage page, string plot) =>
        Until.TrueAsync(() => ShowAsync(page, plot), $"The chart '{plot}' was not drawn.", TestContext.Current.CancellationToken);
}
