using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Randomness;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>A fixed random part of the training images, in batches (card 02, A8), damaged on purpose where a sanity check asks for it (F5).</summary>
internal sealed class DatasetScoreData : ScoreData
{
    private readonly TensorDataset data;
    private readonly ScoreDataSettings settings;
    private readonly long seed;
    private readonly bool isFresh;
    private readonly long[] images;
    private readonly long[]? labels;

    public DatasetScoreData(TensorDataset data, ScoreDataSettings settings, long seed, bool isFresh)
    {
        this.data = data;
        this.settings = settings;
        this.seed = SeedTree.Derive(seed, "score-data");
        this.isFresh = isFresh;
        var wanted = (int)Math.Min((long)settings.ImagesPerClass * data.Classes, data.TrainCount);
        if (settings.Corruption == ScoreDataSettings.Half)
        {
            wanted = Math.Max(1, wanted / 2);
        }

        images = TensorDataset.Order(this.seed, 0, data.TrainCount)[..wanted];
        labels = settings.Corruption is ScoreDataSettings.RandomLabels or ScoreDataSettings.RandomLabelsAndPixels ? RandomLabels(wanted) : null;
    }

    public override IEnumerable<ScoreBatch> Pass(int number)
    {
        var pass = isFresh ? number : 0;
        var order = TensorDataset.Order(SeedTree.Derive(seed, "order"), pass, images.Length);
        for (var start = 0; start < order.Length; start += settings.BatchSize)
        {
            var places = order[start..Math.Min(order.Length, start + settings.BatchSize)];
            var batch = data.TrainBatch(Array.ConvertAll(places, place => images[place]).AsSpan(), SeedTree.Derive(seed, $"augmentation/{pass}/{start}"));
            yield return new ScoreBatch(
                settings.Corruption == ScoreDataSettings.RandomLabelsAndPixels ? Scramble(batch.Images, places) : batch.Images,
                labels is null ? batch.Labels : tensor(Array.ConvertAll(places, place => labels[place]), device: data.Device));
        }
    }

    // The values of each image in an order of its own; the order belongs to the image, so every pass sees the same one.
    private Tensor Scramble(Tensor batch, long[] places)
    {
        using var scope = NewDisposeScope();
        var rows = Array.ConvertAll(places, place =>
        {
            using var generator = new Generator((ulong)SeedTree.Derive(seed, $"pixels/{place}"));
            return rand([data.Shape.Count], dtype: ScalarType.Float64, generator: generator).argsort(0);
        });
        var flat = batch.flatten(1);
        return flat.gather(1, stack(rows).to(batch.device)).reshape(batch.shape).MoveToOuterDisposeScope();
    }

    private long[] RandomLabels(int count)
    {
        using var generator = new Generator((ulong)SeedTree.Derive(seed, "labels"));
        using var draws = rand([count], dtype: ScalarType.Float64, generator: generator);
        return Array.ConvertAll(draws.data<double>().ToArray(), draw => Math.Min((long)(draw * data.Classes), data.Classes - 1));
    }
}
