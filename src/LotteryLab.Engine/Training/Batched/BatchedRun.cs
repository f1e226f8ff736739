using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>Several trainings in progress as one network: live tensors with R in front, one optimizer, one position.</summary>
internal sealed class BatchedRun : IDisposable
{
    private readonly TrainingJob[] jobs;
    private readonly BatchedNetwork network;
    private readonly BatchedBatches batches;
    private readonly Generator[] noise;
    private readonly long[] noiseRoots;

    internal BatchedRun(IReadOnlyList<BatchedMember> members, int places)
    {
        jobs = [.. Enumerable.Range(0, places).Select(place => (members.FirstOrDefault(member => member.Place == place) ?? members[0]).Job)];
        var job = jobs[0];
        network = new BatchedNetwork(job.Network, jobs.Length, job.Recipe.Precision);
        batches = new BatchedBatches(job.Data, job.Recipe.BatchSize, jobs.Select(one => one.NoiseSeed));
        noise = network.HasDropout ? Array.ConvertAll(jobs, one => new Generator(0, one.Start[0].device)) : [];
        noiseRoots = Array.ConvertAll(jobs, one => SeedTree.Derive(one.NoiseSeed, "dropout"));
        using (torch.no_grad())
        {
            Tensors = [.. job.Network.Parameters.Select((_, i) => stack([.. jobs.Select(one => one.Start[i].detach())]).DetachFromDisposeScope())];
        }

        Optimizer = CreateOptimizer();
        LossSums = zeros([jobs.Length], ScalarType.Float64, job.Start[0].device).DetachFromDisposeScope();
        Iteration = job.From;
    }

    /// <summary>What all replicates have in common.</summary>
    internal TrainingJob Job => jobs[0];

    internal int Replicates => jobs.Length;

    /// <summary>Tensors in the order of the definition, each with R in front.</summary>
    internal Tensor[] Tensors { get; }

    internal IOptimizer Optimizer { get; }

    /// <summary>Optimizer steps taken on the original schedule.</summary>
    internal long Iteration { get; set; }

    internal long IterationsPerEpoch => batches.BatchesPerEpoch;

    /// <summary>Rate of the next step.</summary>
    internal double LearningRate => Job.Schedule.At(Iteration);

    /// <summary>Sum of batch losses since the last evaluation point, for each replicate, on the device.</summary>
    internal Tensor LossSums { get; }

    /// <summary>Number of those batches.</summary>
    internal long LossCount { get; set; }

    /// <summary>One batch of each replicate: forward, backward, update.</summary>
    internal void Step()
    {
        using var scope = torch.NewDisposeScope();
        foreach (var tensor in Tensors)
        {
            tensor.grad = null;
        }

        var (images, labels) = batches.Take(Iteration);
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i].manual_seed(BatchStream.SeedOf(noiseRoots[i], Iteration));
        }

        var losses = Losses(network.Forward(images, Tensors, new BatchedPass(IsTraining: true, noise)), labels, Job.Recipe.LabelSmoothing).mean([1]);
        // A sum hands each replicate's gradient back as it is.
        losses.sum().backward();
        Optimizer.Step(LearningRate);
        using (torch.no_grad())
        {
            LossSums.add_(losses.detach());
        }

        LossCount++;
        Iteration++;
    }

    /// <summary>Logits [R, N, classes] of images that all replicates see, in evaluation mode.</summary>
    internal Tensor EvaluationLogits(Tensor images) => network.Forward(images, Tensors, new BatchedPass(IsTraining: false, Noise: null));

    /// <summary>Cross-entropies [R, N].</summary>
    internal static Tensor Losses(Tensor logits, Tensor labels, double labelSmoothing) =>
        nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), reduction: nn.Reduction.None, label_smoothing: labelSmoothing).reshape(labels.shape);

    /// <summary>The tensors of one replicate: copies without gradients.</summary>
    internal NetworkState StateOf(int replicate)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        return new NetworkState(Job.Network, [.. Tensors.Select(tensor => tensor.detach().select(0, replicate).clone())]);
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        batches.Dispose();
        LossSums.Dispose();
        foreach (var disposable in Tensors.Cast<IDisposable>().Concat(noise))
        {
            disposable.Dispose();
        }
    }

    private IOptimizer CreateOptimizer()
    {
        var trained = new List<OptimizedParameter>();
        for (var i = 0; i < Tensors.Length; i++)
        {
            var definition = Job.Network.Parameters[i];
            Tensors[i].requires_grad = definition.IsTrainable;
            if (definition.IsTrainable)
            {
                trained.Add(new OptimizedParameter(definition, Tensors[i], MaskOf(definition)));
            }
        }

        // Masks reach the weights through the optimizer, which zeroes what they prune.
        return Job.Catalog.Find<IOptimizerComponent>(Job.Recipe.Optimizer.Name).Create(Job.Recipe.Optimizer.Options, trained);
    }

    private BitMask? MaskOf(ParameterDefinition definition)
    {
        var masks = Array.ConvertAll(jobs, job => job.Mask?.Find(definition.Name));
        return masks.All(mask => mask is null)
            ? null
            : BitMask.From(definition.Count * masks.Length, i => masks[i / definition.Count]?[i % definition.Count] ?? true);
    }
}
