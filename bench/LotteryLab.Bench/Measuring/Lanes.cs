namespace LotteryLab.Bench.Measuring;

/// <summary>Runs the same work on several threads, as the engine runs replicates: long-lived threads of their own.</summary>
internal static class Lanes
{
    /// <summary>Runs and waits; the first failure is thrown.</summary>
    /// <param name="count">Threads.</param>
    /// <param name="barrier">What the lanes wait for each other at; a lane that fails leaves it, so that the others go on.</param>
    /// <param name="work">The work, given the number of its lane.</param>
    public static void Run(int count, Barrier barrier, Action<int> work)
    {
        var failures = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(lane => new Thread(() => Work(lane))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            throw new InvalidOperationException("A lane of the benchmark failed.", first);
        }

        void Work(int lane)
        {
            try
            {
                work(lane);
            }
            catch (Exception failure)
            {
                failures[lane] = failure;
                barrier.RemoveParticipant();
            }
        }
    }
}
