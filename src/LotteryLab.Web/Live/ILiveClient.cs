using LotteryLab.Data.Live;

namespace LotteryLab.Web.Live;

/// <summary>What the hub calls on a client. Every message names its experiment and carries a sequence number (0 for status).</summary>
public interface ILiveClient
{
    /// <summary>Progress, speed, time left; only the newest counts.</summary>
    Task Status(StatusMessage message);

    /// <summary>Another state.</summary>
    Task State(StateMessage message);

    /// <summary>New points of a curve.</summary>
    Task Points(PointsMessage message);

    /// <summary>A round is finished.</summary>
    Task Round(RoundMessage message);

    /// <summary>A mask can be fetched.</summary>
    Task MaskReady(MaskReadyMessage message);

    /// <summary>The client fell behind and points of this experiment were dropped: load its curves again.</summary>
    Task Behind(string experimentId);
}
