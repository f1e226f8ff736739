using System.Text.Json;
using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;
using TorchSharp;

namespace LotteryLab.Bench.Running;

/// <summary>What one of our own processes is started for; given to it as JSON in its only argument after <c>job</c>.</summary>
/// <param name="Contender">Who runs.</param>
/// <param name="Workload">Name of the workload.</param>
/// <param name="Warmup">Units before the clock starts.</param>
/// <param name="Timed">Units that are timed.</param>
/// <param name="Path">Mask file or folder, where the contender needs one.</param>
internal sealed record ChildJob(Contender Contender, string Workload, int Warmup, int Timed, string Path = "")
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    public static ChildJob FromJson(string json) => JsonSerializer.Deserialize<ChildJob>(json, Format) ?? throw new JsonException("The job is empty.");

    /// <summary>Does it in this process.</summary>
    public Measurement Run()
    {
        var workload = Cases.Workload.Find(Workload);
        var steps = new StepCounts(Warmup, Timed);
        return Contender switch
        {
            Contender.Ours => new OurTraining(workload, steps, 1, "float32", null).Measure(),
            Contender.OursBfloat16 => new OurTraining(workload, steps, 1, "bfloat16", null).Measure(),
            Contender.OursOnAllCores => new OurTraining(workload, steps, Environment.ProcessorCount, "float32", null).Measure(),
            Contender.OursAllThreads => new OurTraining(workload, steps, 1, "float32", null) { ThreadsEach = Environment.ProcessorCount }.Measure(),
            Contender.OursOnGpu => new OurTraining(workload, steps, BenchCase.GpuReplicates, "float32", null) { Device = torch.device("cuda") }.Measure(),
            Contender.OursTicket => new OurTraining(workload, steps, 1, "float32", TicketMask.Read(Path)).Measure(),
            Contender.OursEvaluation => OurEvaluation.Measure(workload, steps),
            Contender.Floor => FloorProbe.Measure(workload, 1),
            Contender.FloorOnAllCores => FloorProbe.Measure(workload, Environment.ProcessorCount),
            Contender.Journal => JournalCost.Measure(Timed, Path),
            _ => throw new InvalidOperationException($"{Contender} is not a program of ours."),
        };
    }
}
