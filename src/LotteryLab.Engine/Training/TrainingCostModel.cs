
namespace LotteryLab.Engine.Training;

/// <summary>Multiply-adds of one forward pass of one image, of linear layers and convolutions.</summary>
/// <param name="Dense">Without a mask (f_D).</param>
/// <param name="Sparse">With kept weights only (f_S).</param>
public readonly record struct PassCost(double Dense, double Sparse);

/// <summary>
/// Theoretical cost of training for each image, in multiply-adds (card 03, G; appendix of the RigL paper). A backward pass counts as two forward
/// ones: gradients of activations and of weights. What a training really left out is in <see cref="Networks.Sparsity.SparsityPlan"/>; this is never measured time.
/// </summary>
public static class TrainingCostModel
{
    /// <summary>Dense training: 3 f_D.</summary>
    public static double Dense(PassCost cost) => 3 * cost.Dense;

    /// <summary>A mask that costs nothing to change: static, SNIP, SET and tickets; 3 f_S.</summary>
    public static double Static(PassCost cost) => 3 * cost.Sparse;

    /// <summary>RigL as published, over all batches: (3 f_S interval + 2 f_S + f_D) / (interval + 1).</summary>
    public static double Rigl(PassCost cost, double interval) =>
        ((3 * cost.Sparse * interval) + GrowthBatch(cost)) / (interval + 1);

    /// <summary>A batch that is used for a dense gradient only: 2 f_S + f_D.</summary>
    public static double GrowthBatch(PassCost cost) => (2 * cost.Sparse) + cost.Dense;

    /// <summary>Dense weight gradients at every step (SNFS, SR-STE): 2 f_S + f_D.</summary>
    public static double DenseGradients(PassCost cost) => (2 * cost.Sparse) + cost.Dense;

    /// <summary>Gradual pruning: the mean of 3 f_D times the density over the steps.</summary>
    public static double Gradual(PassCost cost, IEnumerable<double> densities) => 3 * cost.Dense * densities.Average();
}
