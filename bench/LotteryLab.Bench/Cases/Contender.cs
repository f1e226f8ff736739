using System.Text.Json;
using System.Text.Json.Serialization;

namespace LotteryLab.Bench.Cases;

/// <summary>A program that runs a workload in a process of its own.</summary>
[JsonConverter(typeof(ContenderJson))]
internal enum Contender
{
    /// <summary>LotteryLab's training loop, one replicate on one thread.</summary>
    Ours,

    /// <summary>The same in the 16-bit type bfloat16.</summary>
    OursBfloat16,

    /// <summary>The plain PyTorch loop, one thread.</summary>
    Bare,

    /// <summary>The usual research script, one thread.</summary>
    Script,

    /// <summary>The products and convolutions of one step and nothing else, through LibTorch, one thread.</summary>
    Floor,

    /// <summary>LotteryLab with one replicate a core, all in one process.</summary>
    OursOnAllCores,

    /// <summary>LotteryLab with one replicate whose operations take all cores.</summary>
    OursAllThreads,

    /// <summary>The floor with all cores busy.</summary>
    FloorOnAllCores,

    /// <summary>LotteryLab training a ticket at 3.6 % density.</summary>
    OursTicket,

    /// <summary>LotteryLab evaluating 10,000 images.</summary>
    OursEvaluation,

    /// <summary>The plain PyTorch loop evaluating 10,000 images.</summary>
    BareEvaluation,

    /// <summary>The research script evaluating 10,000 images.</summary>
    ScriptEvaluation,

    /// <summary>The program that trains experiments, on a whole data set.</summary>
    Worker,

    /// <summary>The plain PyTorch loop with as many images.</summary>
    BareWholeSet,

    /// <summary>The research script with as many images.</summary>
    ScriptWholeSet,

    /// <summary>LotteryLab on a GPU: sixteen replicates side by side, each with its step recorded on a stream of its own.</summary>
    OursOnGpu,

    /// <summary>The plain PyTorch loop on a GPU, one replicate.</summary>
    BareOnGpu,

    /// <summary>The research script on a GPU, one replicate.</summary>
    ScriptOnGpu,

    /// <summary>The plain PyTorch loop in a process that keeps the memory it frees, as ours does.</summary>
    BareKeepingMemory,

    /// <summary>The research script in such a process.</summary>
    ScriptKeepingMemory,

    /// <summary>Appending evaluation points to a journal.</summary>
    Journal,
}

/// <summary>Writes contenders as <c>oursOnAllCores</c>, also as the keys of objects.</summary>
internal sealed class ContenderJson() : JsonStringEnumConverter<Contender>(JsonNamingPolicy.CamelCase);
