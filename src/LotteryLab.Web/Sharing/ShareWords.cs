using System.Globalization;

namespace LotteryLab.Web.Sharing;

/// <summary>What is said of links that open nothing, the same on pages, in frames and in the API. Days only: an anonymous link tells no time of day.</summary>
internal static class ShareWords
{
    /// <summary>Title of the page.</summary>
    public static string Title(ShareState state) => state switch
    {
        ShareState.Revoked => "This link was revoked",
        ShareState.Expired => "This link has expired",
        ShareState.TooManyGuesses => "Too many links were tried",
        _ => "This link shows nothing",
    };

    /// <summary>What happened and what to do.</summary>
    public static string Reason(OpenedShare opened) => opened.State switch
    {
        ShareState.Revoked => string.Create(CultureInfo.InvariantCulture, $"Its owner ended it on {opened.Ended:yyyy-MM-dd}. Ask whoever sent it for a new one."),
        ShareState.Expired => string.Create(CultureInfo.InvariantCulture, $"It ended on {opened.Ended:yyyy-MM-dd}. Ask whoever sent it for a new one."),
        ShareState.TooManyGuesses => "From here too many links were opened that do not exist. Wait a minute.",
        _ => "It was not found, or not shared with you.",
    };

    /// <summary>HTTP status of the answer.</summary>
    public static int Status(ShareState state) => state switch
    {
        ShareState.Open => StatusCodes.Status200OK,
        ShareState.Revoked or ShareState.Expired => StatusCodes.Status410Gone,
        ShareState.TooManyGuesses => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status404NotFound,
    };
}
