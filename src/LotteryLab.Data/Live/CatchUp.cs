namespace LotteryLab.Data.Live;

/// <summary>What a client gets when it subscribes.</summary>
/// <param name="Sequence">Sequence number that the client is at after these events.</param>
/// <param name="IsReset">The events since the client's number are no longer kept: load the experiment anew, then go on from <paramref name="Sequence"/>.</param>
/// <param name="Events">What the client missed, oldest first.</param>
/// <param name="Status">Newest progress, or null when it never ran.</param>
public sealed record CatchUp(long Sequence, bool IsReset, IReadOnlyList<LiveMessage> Events, StatusMessage? Status);
