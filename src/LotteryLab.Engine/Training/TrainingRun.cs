using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>A training in progress: the live network, optimizer, masks and position. What a <see cref="TrainingRule"/> may see and change.</summary>
public sealed class TrainingRun : IDisposable
{
    /// <summary>Name of the loop's own batches, for rules that pass the current one again.</summary>
    public const string MainStream = "main";

    private readonly TrainingRule? rule;
    private readonly ForwardPrecision precision;
    private readonly BatchStream batches;
    private readonly Dictionary<string, BitMask> masks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BatchStream> extraStreams = new(StringComparer.Ordinal);
    private readonly HashSet<string> optimized;
    private readonly Generator noise;
    private readonly long noiseRoot;
    private readonly NetworkState state;
    private readonly SparseParameters? sparse;
    private readonly TailGradients? tail;

    internal TrainingRun(TrainingJob job, TrainingRule? rule)
    {
        Job = job;
        this.rule = rule;
        Network = new Network(job.Network);
        precision = new ForwardPrecision(job.Recipe.Precision);
        batches = new BatchStream(job.Data, job.Recipe.BatchSize, job.NoiseSeed);
        noiseRoot = SeedTree.Derive(job.NoiseSeed, "dropout");
        state = job.Start.Clone();
        noise = new Generator(0, state[0].device);
        foreach (var (name, mask) in job.Mask?.Entries ?? [])
        {
            masks[name] = mask;
        }

        if (job.Mask is not null)
        {
            state.ApplyMask(job.Mask);
        }

        sparse = SparseParameters.Create(job, rule, state);
        Optimizer = CreateOptimizer();
        tail = TailGradients.Create(job, rule, Trained, sparse);
        optimized = [.. job.Network.Parameters.Where(IsOptimized).Select(parameter => parameter.Name)];
        Iteration = job.From;
        Batch = job.From;
    }

    /// <summary>What is being trained.</summary>
    public TrainingJob Job { get; }

    /// <summary>The network as a function.</summary>
    public Network Network { get; }

    /// <summary>Live tensors with effective weights. Trainable ones are leaves with gradients after each batch.</summary>
    public NetworkState State
    {
        get
        {
            sparse?.WriteState();
            return state;
        }
    }

    /// <summary>How each layer is computed; null when all are dense.</summary>
    internal SparsityPlan? Routes => sparse?.Plan;

    /// <summary>The loop's optimizer, with fresh state at the start of the run.</summary>
    public IOptimizer Optimizer { get; }

    /// <summary>Optimizer steps taken on the original schedule.</summary>
    public long Iteration { get; internal set; }

    /// <summary>Batches drawn on the original schedule; ahead of <see cref="Iteration"/> by the batches that a rule skipped.</summary>
    public long Batch { get; internal set; }

    /// <summary>Batches of an epoch.</summary>
    public long IterationsPerEpoch => batches.BatchesPerEpoch;

    /// <summary>Rate of the next step.</summary>
    public double LearningRate => Job.Schedule.At(Iteration);

    /// <summary>Where warnings go.</summary>
    internal Action<string>? Warnings { get; set; }

    /// <summary>Whether a rule has changed masks.</summary>
    public bool MasksChanged { get; internal set; }

    /// <summary>Current masks in forward order, or null when nothing is masked.</summary>
    public MaskSet? Masks => masks.Count == 0
        ? null
        : new MaskSet(Job.Network.Parameters.Where(parameter => masks.ContainsKey(parameter.Name)).Select(parameter => KeyValuePair.Create(parameter.Name, masks[parameter.Name])));

    /// <summary>The mask of a parameter, or null when all of it is kept.</summary>
    public BitMask? Mask(string parameter) => masks.GetValueOrDefault(parameter);

    /// <summary>Changes a mask; weights and optimizer state become zero wherever it prunes.</summary>
    public void SetMask(string parameter, BitMask mask)
    {
        if (sparse is not null)
        {
            throw new InvalidOperationException("Only rules change masks, and a training with a rule keeps all its layers dense.");
        }

        masks[parameter] = mask;
        MasksChanged = true;
        if (optimized.Contains(parameter))
        {
            Optimizer.SetMask(parameter, mask);
            return;
        }

        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        using var kept = MaskTensors.ToTensor(mask, State[parameter]);
        State[parameter].mul_(kept);
    }

    /// <summary>Overwrites the effective weights of a parameter.</summary>
    public void Write(string parameter, Tensor values)
    {
        using var noGrad = torch.no_grad();
        State[parameter].copy_(values);
        sparse?.ReadState();
    }

    /// <summary>
    /// Replaces the gradients by those of another batch, without counting it. Each stream has a data order of its own, drawn like the main
    /// one; batch number b of it is the one that is taken at <see cref="Batch"/> = b.
    /// </summary>
    /// <returns>The loss of that batch, without a graph; it belongs to the caller's dispose scope.</returns>
    public Tensor ComputeGradients(string stream)
    {
        if (stream == MainStream)
        {
            using var inner = torch.NewDisposeScope();
            return ComputeGradients(batches).detach().MoveToOuterDisposeScope();
        }

        if (!extraStreams.TryGetValue(stream, out var source))
        {
            source = new BatchStream(Job.Data, Job.Recipe.BatchSize, SeedTree.Derive(Job.NoiseSeed, $"stream/{stream}"));
            extraStreams[stream] = source;
        }

        using var scope = torch.NewDisposeScope();
        return ComputeGradients(source).detach().MoveToOuterDisposeScope();
    }

    /// <summary>Tells whoever watches that something went wrong which the run survives; one sentence.</summary>
    public void Warn(string message) => Warnings?.Invoke(message);

    /// <summary>Forward and backward pass over the next batch; the loss belongs to the current dispose scope.</summary>
    internal Tensor ComputeGradients() => ComputeGradients(batches);

    /// <summary>Logits in evaluation mode and the precision of the run.</summary>
    internal Tensor EvaluationLogits(Tensor images)
    {
        var arranged = Job.Runtime.Arrange(images);
        return tail?.Logits(arranged) ?? precision.Logits(Network, arranged, state, ForwardPass.Evaluation);
    }

    /// <summary>One update of the loop's own optimizer.</summary>
    internal void StepOptimizer()
    {
        Optimizer.Step(LearningRate);
        sparse?.Advanced();
    }

    /// <summary>Hands the network over: plain tensors without gradients.</summary>
    internal NetworkState Finish()
    {
        foreach (var tensor in State.Tensors)
        {
            tensor.grad = null;
            tensor.requires_grad = false;
        }

        return State.Clone();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        tail?.Dispose();
        sparse?.Dispose();
        state.Dispose();
        batches.Dispose();
        noise.Dispose();
        foreach (var stream in extraStreams.Values)
        {
            stream.Dispose();
        }
    }

    private IOptimizerComponent OptimizerComponent => Job.Catalog.Find<IOptimizerComponent>(Job.Recipe.Optimizer.Name);

    // What the optimizer updates: the state's tensors, or kept values in the place of some.
    private Tensor[] Trained => sparse?.Tensors ?? state.Tensors;

    private Tensor ComputeGradients(BatchStream source)
    {
        ClearGradients();
        var (images, labels) = source.Take(Batch);
        if (Network.HasDropout)
        {
            // Setting a generator up takes as long as a small layer.
            noise.manual_seed(BatchStream.SeedOf(noiseRoot, Batch));
        }

        var arranged = Job.Runtime.Arrange(images);
        var pass = new ForwardPass { IsTraining = true, Noise = noise };
        if (tail is not null)
        {
            var mean = tail.Backward(arranged, labels, Job.Recipe.LabelSmoothing, pass);
            rule?.ExtraLoss(this)?.backward();
            // The tail has one tensor for all losses, and a rule may pass further batches before this one is counted.
            return rule is null ? mean : mean.clone();
        }

        var logits = precision.Logits(Network, arranged, state, pass);
        var loss = CrossEntropy.Mean(logits, labels, Job.Recipe.LabelSmoothing);
        var total = rule?.ExtraLoss(this) is { } extra ? loss.add(extra) : loss;
        total.backward();
        return loss;
    }

    private void ClearGradients()
    {
        foreach (var tensor in Trained)
        {
            tensor.grad = null;
        }
    }

    private IOptimizer CreateOptimizer()
    {
        var parameters = new List<OptimizedParameter>();
        for (var i = 0; i < Trained.Length; i++)
        {
            var definition = Job.Network.Parameters[i];
            Trained[i].requires_grad = definition.IsTrainable;
            if (IsOptimized(definition))
            {
                // The mask of kept values is one of its own: null when they are all kept, a smaller one when they are a block.
                parameters.Add(new OptimizedParameter(definition, Trained[i], sparse?.Find(i) is { } kept ? kept.Mask : Mask(definition.Name)));
            }
        }

        return OptimizerComponent.Create(Job.Recipe.Optimizer.Options, parameters);
    }

    private bool IsOptimized(ParameterDefinition definition) => definition.IsTrainable && rule?.Trains(definition) != false;
}
