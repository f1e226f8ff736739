using System.Globalization;
using System.Text.Json;
using LotteryLab.Data.Entities;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Data.Seeding;

/// <summary>Fills a database with made-up experiments, to see how pages and queries bear the size that the design must carry. Never for a laboratory with real work.</summary>
public sealed class Seeder(LaboratoryDatabase database)
{
    private const int MetricsOfAPoint = 6;
    private const int ExperimentsInOneTransaction = 10;

    /// <summary>Adds experiments with the given numbers of rounds and metric values in all.</summary>
    /// <param name="experiments">Experiments.</param>
    /// <param name="rounds">Rounds of all of them together.</param>
    /// <param name="metricPoints">Metric values (one metric of one round at one iteration) of all of them together.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task RunAsync(int experiments, int rounds, int metricPoints, CancellationToken cancellation)
    {
        var roundsOfOne = Math.Max(1, rounds / Math.Max(1, experiments));
        var pointsOfOne = Math.Max(1, metricPoints / Math.Max(1, rounds) / MetricsOfAPoint);
        foreach (var chunk in Enumerable.Range(0, experiments).Chunk(ExperimentsInOneTransaction))
        {
            await database.WriteAsync(
                context =>
                {
                    foreach (var number in chunk)
                    {
                        Add(context, number, roundsOfOne, pointsOfOne);
                    }

                    return Task.CompletedTask;
                },
                cancellation).ConfigureAwait(false);
        }
    }

    private static void Add(LotteryDbContext context, int number, int rounds, int points)
    {
        var random = new Random(number);
        var hash = StepKey.Of(string.Create(CultureInfo.InvariantCulture, $"seed-{number}")).Hex;
        var id = hash[..16];
        var replicates = Math.Max(1, rounds / 20);
        context.Experiments.Add(new ExperimentEntity
        {
            Id = id,
            SpecHash = hash,
            Name = string.Create(CultureInfo.InvariantCulture, $"Seeded experiment {number}"),
            SpecText = "{}",
            Architecture = number % 2 == 0 ? "lenet-300-100" : "resnet-20",
            Dataset = number % 3 == 0 ? "mnist" : "cifar10",
            Method = "imp",
            State = ExperimentState.Succeeded,
            Progress = 1,
            ReplicateCount = replicates,
            PlannedRounds = rounds,
            FinishedRounds = rounds,
            BestAccuracy = 0.9 + (random.NextDouble() / 10),
            SmallestDensity = Math.Pow(0.8, 19),
            Created = DateTimeOffset.UnixEpoch.AddHours(number),
            Updated = DateTimeOffset.UnixEpoch.AddHours(number),
        });
        context.Tags.Add(new ExperimentTagEntity { ExperimentId = id, Tag = string.Create(CultureInfo.InvariantCulture, $"batch-{number % 20}") });
        for (var i = 0; i < rounds; i++)
        {
            AddRound(context, id, i, random, points);
        }
    }

    private static void AddRound(LotteryDbContext context, string id, int index, Random random, int points)
    {
        var training = StepKey.Of($"{id}-{index}-train").Hex;
        var mask = StepKey.Of($"{id}-{index}-mask").Hex;
        var kept = (long)(266_200 * Math.Pow(0.8, index % 20));
        var tensors = new TensorCount[] { new("fc1.weight", 235_200, kept), new("fc2.weight", 30_000, 0), new("fc3.weight", 1_000, 0) };
        var result = new RoundResult
        {
            Replicate = index / 20,
            Branch = Branch.Ticket,
            Draw = 0,
            Round = index % 20,
            Prunable = 266_200,
            Kept = kept,
            Tensors = tensors,
            EarlyStopIteration = 1000,
            TestAccuracyAtEarlyStop = 0.97,
            FinalTestAccuracy = 0.9 + (random.NextDouble() / 10),
            FinalTrainAccuracy = 0.99,
            TrainingKey = training,
            StartKey = StepKey.Of($"{id}-start").Hex,
            MaskKey = mask,
        };
        var round = new RoundEntity { ExperimentId = id, Replicate = result.Replicate, Branch = result.Branch, Number = result.Round, TrainingKey = training, StartKey = result.StartKey, MaskKey = mask };
        round.Take(result);
        context.Rounds.Add(round);
        context.Tickets.Add(new TicketEntity { TrainingKey = training, ExperimentId = id, StartKey = training, MaskKey = mask });
        context.Masks.Add(new MaskEntity { MaskKey = mask, Count = 266_200, Kept = kept, Layers = JsonSerializer.Serialize(tensors, DataJson.Format) });
        var curve = Enumerable.Range(0, points).Select(i => new SeriesPoint(i * 100, 0.0012, random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble())).ToList();
        context.Series.Add(new SeriesEntity { TrainingKey = training, IsFinished = true, Count = curve.Count, Points = SeriesPacking.Pack(curve) });
    }
}
