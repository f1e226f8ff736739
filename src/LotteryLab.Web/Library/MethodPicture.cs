
namespace LotteryLab.Web.Library;

/// <summary>
/// The moving picture of a method: the same matrix of 36 weights, scored and cut as the kind of method does it. The kind stands in the method's
/// text, in the section "The picture".
/// </summary>
internal static class MethodPicture
{
    private const int Count = PictureFrame.Side * PictureFrame.Side;
    private static readonly double[] Fresh = Draw(1);
    private static readonly double[] Gradient = Draw(2);
    private static readonly double[] Chance = Draw(3);

    private static readonly Dictionary<string, Func<IReadOnlyList<PictureFrame>>> Kinds = new(StringComparer.Ordinal)
    {
        ["rounds"] = Rounds,
        ["scores magnitude"] = () => Scores([.. Fresh.Select(Math.Abs)]),
        ["scores random"] = () => Scores([.. Chance.Select(Math.Abs)]),
        ["scores gradient"] = () => Scores(Sensitivity),
        ["scores signed"] = () => Scores(Products),
        ["flow"] = Flow,
        ["fixed"] = () => Moves(regrow: null),
        ["moves random"] = () => Moves(Chance),
        ["moves gradient"] = () => Moves(Gradient),
        ["pattern"] = Pattern,
        ["learned"] = () => Learned(Learning.Plain),
        ["learned weights"] = () => Learned(Learning.WithWeights),
        ["learned redraw"] = () => Learned(Learning.Redrawing),
        ["learned freezing"] = () => Learned(Learning.Freezing),
        ["side by side"] = SideBySide,
    };

    private enum Learning
    {
        Plain,
        WithWeights,
        Redrawing,
        Freezing,
    }

    private static double[] Products => Scaled([.. Fresh.Zip(Gradient, (weight, gradient) => weight * gradient)]);

    private static double[] Sensitivity => [.. Products.Select(Math.Abs)];

    /// <summary>The steps of a kind; none for a kind that is not known.</summary>
    public static IReadOnlyList<PictureFrame> Of(string kind) => Kinds.TryGetValue(kind, out var frames) ? frames() : [];

    private static List<PictureFrame> Rounds()
    {
        var trained = Trained(1);
        var kept = All();
        var frames = new List<PictureFrame> { Frame("The network as it is drawn: small random weights.", Fresh, kept), Frame("Trained: some weights grew.", trained, kept) };
        for (var round = 1; round <= 2; round++)
        {
            var next = Largest(Scored(trained, kept), kept.Count - (kept.Count / 4));
            frames.Add(Frame($"Round {round}: the smallest quarter of what is left is cut.", trained, kept, next));
            kept = next;
            trained = Trained(round + 1);
            frames.Add(Frame($"Rewound: {kept.Count} of {Count} weights are back at their first values. This is the ticket of round {round}.", Fresh, kept));
            if (round == 1)
            {
                frames.Add(Frame("The ticket is trained alone.", trained, kept));
            }
        }

        return frames;
    }

    private static List<PictureFrame> Scores(double[] scores)
    {
        var frames = new List<PictureFrame> { Frame("The weights as they are drawn.", Fresh, All()), Frame("Their scores.", scores, All()) };
        var before = All();
        foreach (var left in new[] { 27, 18, 11, 4 })
        {
            var kept = Largest(scores, left);
            frames.Add(Frame($"The lowest scores go: {left} of {Count} weights are left.", Fresh, before, kept));
            before = kept;
        }

        return frames;
    }

    private static List<PictureFrame> Flow()
    {
        var kept = All();
        var frames = new List<PictureFrame> { Frame("The weights as they are drawn.", Fresh, kept) };
        foreach (var left in new[] { 24, 16, 11, 8, 6 })
        {
            // Smaller steps in between, as the method takes a hundred: one weight at a time.
            var before = kept;
            while (kept.Count > left)
            {
                kept = Largest(Scored(Flows(kept), kept), kept.Count - 1);
            }

            var rows = kept.Select(cell => cell / PictureFrame.Side).Distinct().Count();
            frames.Add(Frame($"{left} of {Count} weights are left; {rows} of {PictureFrame.Side} rows still carry something.", Fresh, before, kept));
        }

        return frames;
    }

    // A path leads in through a row and out through a column; what shares its row and column with nobody carries everything.
    private static double[] Flows(HashSet<int> kept) => Scaled([.. Enumerable.Range(0, Count).Select(cell =>
    {
        var row = kept.Where(other => other / PictureFrame.Side == cell / PictureFrame.Side).Sum(other => Math.Abs(Fresh[other]));
        var column = kept.Where(other => other % PictureFrame.Side == cell % PictureFrame.Side).Sum(other => Math.Abs(Fresh[other]));
        return kept.Contains(cell) ? Math.Abs(Fresh[cell]) / Math.Max(1e-9, Math.Min(row, column)) : 0;
    })]);

    private static List<PictureFrame> Moves(double[]? regrow)
    {
        const int active = 12;
        const int moved = 3;
        var kept = Largest([.. Chance.Select(Math.Abs)], active);
        var frames = new List<PictureFrame> { Frame($"A random start: {active} of {Count} weights exist.", Fresh, kept) };
        for (var update = 1; update <= 5; update++)
        {
            var weights = Trained(update);
            if (regrow is null)
            {
                frames.Add(Frame($"After {update} stretches of training: the same {active} weights with other values.", weights, kept));
                continue;
            }

            var stay = Largest(Scored(weights, kept), active - moved);
            var wish = Shifted(regrow, update);
            var grown = Largest([.. Enumerable.Range(0, Count).Select(cell => kept.Contains(cell) ? double.NegativeInfinity : Math.Abs(wish[cell]))], moved);
            frames.Add(new PictureFrame($"Update {update}: {moved} weights dropped, {moved} grown; still {active} of {Count}.", [.. Enumerable.Range(0, Count).Select(cell => new PictureCell(
                grown.Contains(cell) ? 0.25 : weights[cell],
                grown.Contains(cell) ? CellState.Grown : stay.Contains(cell) ? CellState.Kept : kept.Contains(cell) ? CellState.Removed : CellState.Cut))]));
            kept = [.. stay, .. grown];
        }

        return frames;
    }

    private static List<PictureFrame> Pattern()
    {
        var frames = new List<PictureFrame> { Frame("The weights as they are drawn: all of them are trained.", Fresh, All()) };
        var before = All();
        for (var step = 1; step <= 5; step++)
        {
            var weights = Trained(step - 1);
            HashSet<int> kept = [.. Enumerable.Range(0, Count).Where(cell => Math.Abs(weights[cell]) > Math.Abs(weights[cell ^ 1]) || (Math.Abs(weights[cell]) == Math.Abs(weights[cell ^ 1]) && cell % 2 == 0))];
            frames.Add(Frame(step == 1 ? "Of every two neighbours the larger takes part." : $"After more training: {kept.Except(before).Count()} pairs have changed sides.", weights, before, kept));
            before = kept;
        }

        return frames;
    }

    private static List<PictureFrame> Learned(Learning kind)
    {
        var scores = Chance.Select(Math.Abs).ToArray();
        var target = Sensitivity;
        var weights = Fresh.ToArray();
        var kept = All();
        var frozen = new HashSet<int>();
        var frames = new List<PictureFrame> { Frame("Every weight has a score; the squares show the scores.", scores, kept) };
        for (var step = 1; step <= 5; step++)
        {
            scores = [.. scores.Zip(target, (score, goal) => score + (0.35 * (goal - score)))];
            var left = kind == Learning.Freezing ? Count - (5 * step) : Count / 2;
            var next = Largest([.. Enumerable.Range(0, Count).Select(cell => frozen.Contains(cell) ? double.NegativeInfinity : scores[cell])], left);
            weights = kind == Learning.WithWeights ? Trained(step) : weights;
            var shown = kind == Learning.WithWeights ? Scaled([.. weights.Zip(scores, (weight, score) => Math.Sign(weight) * score)]) : scores;
            var frame = Frame(Words(kind, step, next, kept), shown, kept, next);
            if (kind == Learning.Redrawing && step % 2 == 0)
            {
                var drawn = Enumerable.Range(0, Count).Where(cell => !next.Contains(cell)).Where((_, place) => place % 6 == step / 2).ToHashSet();
                frame = new PictureFrame($"{drawn.Count} of the weights that are out are drawn again.", [.. frame.Cells.Select((cell, place) => drawn.Contains(place) ? new PictureCell(0.25, CellState.Grown) : cell)]);
            }

            frames.Add(frame);
            frozen = kind == Learning.Freezing ? [.. Enumerable.Range(0, Count).Except(next)] : frozen;
            kept = next;
        }

        return frames;
    }

    private static string Words(Learning kind, int step, HashSet<int> next, HashSet<int> before) => kind == Learning.Freezing
        ? $"Freezing {step}: the lowest scores go for good; {next.Count} of {Count} weights can still take part."
        : step == 1
            ? $"The scores have learned a little; the {next.Count} largest take part."
            : $"Scores go on learning: {next.Except(before).Count()} weights came back, {before.Except(next).Count()} went.";

    private static List<PictureFrame> SideBySide()
    {
        var half = Count / 2;
        return
        [
            Frame("The dense network, trained once for all methods.", Fresh, All()),
            Frame("Cut by size.", Fresh, All(), Largest([.. Fresh.Select(Math.Abs)], half)),
            Frame("Cut at random: the reference.", Fresh, All(), Largest([.. Chance.Select(Math.Abs)], half)),
            Frame("Cut by weight times gradient.", Fresh, All(), Largest(Sensitivity, half)),
        ];
    }

    private static PictureFrame Frame(string caption, double[] values, HashSet<int> kept) => Frame(caption, values, kept, kept);

    private static PictureFrame Frame(string caption, double[] values, HashSet<int> before, HashSet<int> after) => new(caption, [.. values.Select((value, cell) => new PictureCell(
        value,
        after.Contains(cell) ? CellState.Kept : before.Contains(cell) ? CellState.Removed : CellState.Cut))]);

    private static HashSet<int> All() => [.. Enumerable.Range(0, Count)];

    private static double[] Scored(double[] values, HashSet<int> kept) => [.. values.Select((value, cell) => kept.Contains(cell) ? Math.Abs(value) : double.NegativeInfinity)];

    // Equal scores keep the lower index, as everywhere in the engine.
    private static HashSet<int> Largest(double[] scores, int count) => [.. Enumerable.Range(0, Count).OrderByDescending(cell => scores[cell]).ThenBy(cell => cell).Take(count)];

    private static double[] Trained(int steps) => Scaled([.. Fresh.Zip(Shifted(Gradient, steps), (weight, change) => weight + (0.8 * change))]);

    private static double[] Shifted(double[] values, int by) => [.. values.Select((_, cell) => values[(cell + (7 * by)) % Count])];

    private static double[] Scaled(double[] values)
    {
        var largest = values.Max(Math.Abs);
        return [.. values.Select(value => value / Math.Max(1e-9, largest))];
    }

    // Any numbers do, as long as they are the same in every browser and at every visit.
    private static double[] Draw(uint seed)
    {
        var state = seed * 2654435761u;
        return Scaled([.. Enumerable.Range(0, Count).Select(_ =>
        {
            state = (state * 1664525u) + 1013904223u;
            return ((state >> 8) / (double)(1 << 24) * 2) - 1;
        })]);
    }
}
