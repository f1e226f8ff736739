using System.CommandLine;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>cancel EXPERIMENT</c>: asks its worker to stop for good; what is finished stays.</summary>
internal static class CancelVerb
{
    public static Command Create(Session session) =>
        StopRequest.Command(session, "cancel", "Ask the worker of an experiment to stop; finished rounds are kept, and it can still be resumed", RunRequest.Cancel);
}
