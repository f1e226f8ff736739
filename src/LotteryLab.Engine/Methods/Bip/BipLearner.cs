using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>
/// Weights theta and scores s, learned together (card 05). The network state holds z = m theta; the caller does forward and backward passes,
/// then asks for a weight step (lower problem) or a score step (upper problem). Biases and batch norm are trained in place.
/// </summary>
internal sealed class BipLearner : IDisposable
{
    private readonly NetworkState state;
    private readonly BipSettings settings;
    private readonly BipLayer[] layers;
    private readonly ParameterDefinition[] others;
    private readonly IOptimizer lower;
    private readonly IOptimizer upper;

    // The released code zeroes gradient buffers instead of dropping them: from its first gradient on, a parameter is stepped by decay and momentum even where it does not learn.
    private bool weightsHaveBuffer;
    private bool scoresHaveBuffer;

    /// <summary>Starts from a state whose weights are theta; scores start as their copy. From here on the state holds z.</summary>
    public BipLearner(NetworkState state, BipSettings settings)
    {
        this.state = state;
        this.settings = settings;
        var parameters = state.Definition.Parameters;
        layers = [.. parameters.Where(parameter => parameter.IsWeight).Select(parameter => new BipLayer(parameter, state[parameter.Name], settings.SharesStorage(parameter)))];
        others = [.. parameters.Where(parameter => parameter is { IsTrainable: true, IsWeight: false })];
        lower = Optimizer(settings.IsReference ? Everything() : [.. WeightsInOrder()], settings.WeightDecay);
        upper = settings.IsReference ? Optimizer(Everything(), settings.WeightDecay) : Optimizer([.. layers.Select(layer => layer.AsScore())], settings.ScoreWeightDecay);
        Settle();
    }

    /// <summary>Layers in forward order.</summary>
    public IReadOnlyList<BipLayer> Layers => layers;

    /// <summary>Number of mask entries that the last <see cref="Settle"/> changed, on the device.</summary>
    public Action<Tensor>? OnFlips { get; set; }

    /// <summary>Told the direct and the implicit term of each layer in a score step of the paper's mode.</summary>
    public Action<Tensor, Tensor>? OnTerms { get; set; }

    /// <summary>Weight step from the gradients that the state holds.</summary>
    public void StepWeights(double rate)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var layer in layers)
        {
            // dL/dtheta = m dL/dz.
            layer.Weight.grad = Gradient(layer).mul(layer.Mask);
            layer.Score.grad = settings.IsReference && scoresHaveBuffer ? layer.Score.zeros_like() : null;
        }

        lower.Step(rate);
        weightsHaveBuffer = true;
        Settle();
    }

    /// <summary>Score step from the gradients that the state holds.</summary>
    public void StepScores(double rate)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var layer in layers)
        {
            layer.Score.grad = ScoreGradient(layer);
            layer.Weight.grad = settings.IsReference && weightsHaveBuffer ? layer.Weight.zeros_like() : null;
        }

        if (settings.IsReference)
        {
            // Biases do not learn here; batch norm does.
            foreach (var other in others)
            {
                using var gradient = state[other.Name].grad;
                state[other.Name].grad = other.Role != ParameterRole.Bias ? BipGradient.LessSquare(gradient!, SquareFactor)
                    : weightsHaveBuffer ? state[other.Name].zeros_like()
                    : null;
            }
        }

        upper.Step(rate);
        scoresHaveBuffer = true;
        Settle();
    }

    /// <summary>Gradient that the score step uses, from the gradients that the state holds.</summary>
    public Tensor ScoreGradient(BipLayer layer)
    {
        if (settings.IsReference)
        {
            return BipGradient.LessSquare(Gradient(layer).mul(layer.Weight).mul_(layer.Score.sign()), SquareFactor);
        }

        var (direct, implicitTerm) = BipGradient.Terms(layer.Weight, layer.Mask, Gradient(layer), settings.Gamma);
        OnTerms?.Invoke(direct, implicitTerm);
        return direct.sub(implicitTerm).mul_(layer.Score.sign());
    }

    /// <summary>Derives masks from scores and writes z = m theta into the network.</summary>
    public void Settle()
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Tensor[]? before = OnFlips is null ? null : [.. layers.Select(layer => layer.Mask.clone())];
        BipMasks.Update([.. layers.Select(layer => layer.Score)], [.. layers.Select(layer => layer.Mask)], [.. layers.Select(layer => layer.Definition)], settings);
        for (var i = 0; i < layers.Length; i++)
        {
            state[layers[i].Name].copy_(layers[i].Weight.mul(layers[i].Mask));
            OnFlips?.Invoke(before![i].sub_(layers[i].Mask).abs_().sum(ScalarType.Float64));
        }
    }

    /// <summary>Current masks.</summary>
    public MaskSet Masks() => new(layers.Select(layer => KeyValuePair.Create(layer.Name, MaskTensors.FromTensor(layer.Mask))));

    /// <summary>State for checkpoints; biases and batch norm are the network's.</summary>
    public Dictionary<string, Tensor> ExportState()
    {
        var exported = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            exported[$"weights/{layer.Name}"] = layer.Weight;
            exported[$"scores/{layer.Name}"] = layer.Score;
        }

        foreach (var (prefix, optimizer) in new[] { ("lower/", lower), ("upper/", upper) })
        {
            foreach (var (name, tensor) in optimizer.ExportState())
            {
                exported[prefix + name] = tensor;
            }
        }

        return exported;
    }

    /// <summary>Restores what <see cref="ExportState"/> gave.</summary>
    /// <param name="saved">The state.</param>
    /// <param name="hasStepped">Whether an iteration had been made.</param>
    public void ImportState(IReadOnlyDictionary<string, Tensor> saved, bool hasStepped)
    {
        using var noGradient = torch.no_grad();
        foreach (var layer in layers)
        {
            layer.Weight.copy_(saved[$"weights/{layer.Name}"]);
            layer.Score.copy_(saved[$"scores/{layer.Name}"]);
        }

        lower.ImportState(Below("lower/"));
        upper.ImportState(Below("upper/"));
        (weightsHaveBuffer, scoresHaveBuffer) = (hasStepped, hasStepped);
        Settle();

        Dictionary<string, Tensor> Below(string prefix) => saved
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lower.Dispose();
        upper.Dispose();
        foreach (var layer in layers)
        {
            layer.Dispose();
        }
    }

    private double SquareFactor => settings.Mode == BipMode.Accelerate ? 0 : settings.SquareFactor;

    private Tensor Gradient(BipLayer layer) => state[layer.Name].grad ?? throw new InvalidOperationException($"There is no gradient for '{layer.Name}'.");

    private IOptimizer Optimizer(IReadOnlyList<OptimizedParameter> parameters, double weightDecay) =>
        new Sgd().Create(new SgdOptions { Momentum = settings.Momentum, WeightDecay = weightDecay }, parameters);

    private IEnumerable<OptimizedParameter> WeightsInOrder() =>
        layers.Select(layer => layer.AsWeight()).Concat(others.Select(other => new OptimizedParameter(other, state[other.Name], Mask: null)));

    // With shared storage the order matters: weight, bias and scores of a layer, layer after layer.
    private List<OptimizedParameter> Everything()
    {
        var ordered = new List<OptimizedParameter>();
        BipLayer? open = null;
        foreach (var parameter in state.Definition.Parameters.Where(parameter => parameter.IsTrainable))
        {
            if (open is not null && !(parameter.Role == ParameterRole.Bias && parameter.Name == $"{open.Name[..^".weight".Length]}.bias"))
            {
                ordered.Add(open.AsScore());
                open = null;
            }

            if (parameter.IsWeight)
            {
                open = Array.Find(layers, layer => layer.Name == parameter.Name)!;
                ordered.Add(open.AsWeight());
            }
            else
            {
                ordered.Add(new OptimizedParameter(parameter, state[parameter.Name], Mask: null));
            }
        }

        if (open is not null)
        {
            ordered.Add(open.AsScore());
        }

        return ordered;
    }
}
