using LotteryLab.Engine.Experiments;

namespace LotteryLab.Worker.Display;

/// <summary>Shows a running experiment. Called on pool threads, possibly on several at once.</summary>
internal interface IRunDisplay : IAsyncDisposable
{
    /// <summary>A snapshot, about twice a second.</summary>
    void OnStatus(RunStatus status);

    /// <summary>A round is finished.</summary>
    void OnRound(RoundResult round);
}
