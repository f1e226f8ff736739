using System.CommandLine;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>pause EXPERIMENT</c>: asks its worker to write checkpoints and stop.</summary>
internal static class PauseVerb
{
    public static Command Create(Session session) =>
        StopRequest.Command(session, "pause", "Ask the worker of an experiment to write checkpoints and stop until it is resumed", RunRequest.Pause);
}
