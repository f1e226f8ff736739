namespace LotteryLab.Engine.Networks;

/// <summary>Finds neighbouring layers that can be computed in one pass.</summary>
internal static class LayerFusion
{
    /// <summary>The same operations, with neighbours put together; a build without our own binding leaves them as they are.</summary>
    public static LayerOperation[] Apply(IReadOnlyList<LayerOperation> operations)
    {
#if NATIVE_TORCH
        var fused = new List<LayerOperation>();
        for (var i = 0; i < operations.Count; i++)
        {
            var relu = After<ReluOperation>(operations, i);
            switch (operations[i])
            {
                case LinearOperation linear when relu is not null:
                    fused.Add(new FusedLinearOperation(linear, relu));
                    i++;
                    break;
                case BatchNormOperation norm:
                    fused.Add(new FusedNormOperation(norm, relu));
                    i += relu is null ? 0 : 1;
                    break;
                case ResidualOperation { LastNorm: { } last } block when relu is not null:
                    fused.Add(new FusedResidualOperation(block, last, relu));
                    i++;
                    break;
                case ReluOperation first when After<MaxPoolOperation>(operations, i) is { } pool && HasPlainWindows(pool):
                    i++;
                    fused.Add(new FusedPoolOperation(first, pool, After<FlattenOperation>(operations, i) is not null));
                    break;
                case MaxPoolOperation pool when HasPlainWindows(pool):
                    fused.Add(new FusedPoolOperation(null, pool, After<FlattenOperation>(operations, i) is not null));
                    break;
                default:
                    fused.Add(operations[i]);
                    break;
            }
        }

        return [.. fused];
#else
        return [.. operations];
#endif
    }

#if NATIVE_TORCH
    private static T? After<T>(IReadOnlyList<LayerOperation> operations, int position)
        where T : LayerOperation =>
        position + 1 < operations.Count ? operations[position + 1] as T : null;

    private static bool HasPlainWindows(MaxPoolOperation pool) => pool.Layer.Stride == pool.Layer.Kernel && pool.Layer.Padding == 0;
#endif
}
