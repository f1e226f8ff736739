using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Sharing;

/// <summary>What became of opening a link.</summary>
internal enum ShareState
{
    /// <summary>It may be read.</summary>
    Open,

    /// <summary>There is none with this token.</summary>
    Unknown,

    /// <summary>It has ended at its date.</summary>
    Expired,

    /// <summary>Its owner ended it.</summary>
    Revoked,

    /// <summary>This address has tried too many tokens.</summary>
    TooManyGuesses,
}

/// <summary>An opened link.</summary>
/// <param name="State">Whether it may be read.</param>
/// <param name="Share">The link; null when there is none.</param>
/// <param name="Ended">When it expired or was revoked.</param>
internal sealed record OpenedShare(ShareState State, ShareRecord? Share, DateTimeOffset? Ended);
