using System.Globalization;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Forecasting;

/// <summary>How a run uses the processor, and why.</summary>
/// <param name="Lanes">Steps side by side.</param>
/// <param name="ThreadsPerLane">LibTorch threads of each.</param>
/// <param name="Reason">Half a sentence for people.</param>
public sealed record ThreadPlan(int Lanes, int ThreadsPerLane, string Reason)
{
    /// <summary>
    /// What was asked for, and where nothing was, a lane of one thread a core. That is measured (<c>./lab bench</c>, rows <c>threads-...</c>):
    /// two lanes of one thread do 1.3 to 1.4 times the steps of one lane of two threads with LeNet-300-100, 1.2 times with conv-2, 1.1 times with resnet-20.
    /// </summary>
    /// <param name="plan">What is to be done.</param>
    /// <param name="lanes">Lanes that were asked for, or null.</param>
    /// <param name="threads">Threads of a lane; more than one only when somebody asks, because then sums are taken in another order.</param>
    /// <param name="isGpu">Whether a GPU trains.</param>
    /// <param name="cores">Cores of this machine.</param>
    public static ThreadPlan Choose(ExperimentPlan plan, int? lanes, int threads, bool isGpu, int cores)
    {
        var chosen = lanes ?? LaneSchedule.DefaultLanes(plan, isGpu, cores);
        var reason = (lanes, isGpu) switch
        {
            ({ }, _) => "as asked for",
            (_, true) => "a GPU works on one step at a time",
            _ when chosen < cores => string.Create(CultureInfo.InvariantCulture, $"the plan has no more independent chains for the {cores} cores"),
            _ => "one a core: lanes of one thread do as much together as one lane with the threads of all, or more",
        };
        return new ThreadPlan(chosen, threads, reason);
    }

    /// <summary>For example <c>2 side by side, 1 thread each (one a core: ...)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Lanes} side by side, {ThreadsPerLane} {(ThreadsPerLane == 1 ? "thread" : "threads")} each ({Reason})");
}
