namespace LotteryLab.Web.Security;

/// <summary>Says that the answer to this request may be shown inside pages of some sites. Every answer without it refuses to be framed.</summary>
/// <param name="Parents">The sites, each scheme, host and port.</param>
internal sealed record FramePermission(IReadOnlyList<string> Parents);
