using System.Text.Json;
using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>A view that is frozen for days: what waits for it stays small, and nothing is lost when it goes on.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class FrozenViewTests(BrowserFixture browser)
{
    [Fact]
    public async Task Frozen_WithAHundredThousandUpdates_KeepsAFewAndAsksForTheCurves()
    {
        var kept = await RunAsync("""
            let most = 0, points = 0;
            for (let i = 0; i < 100000; i++) {
              held.add(message(i));
              most = Math.max(most, held.size);
              points = Math.max(points, [...held.held.values()].filter((one) => one.type === "points").reduce((sum, one) => sum + one.points.length, 0));
            }
            const arrived = held.arrived;
            const { messages, isBehind } = held.release();
            return { arrived, most, points, kept: messages.length, isBehind, left: held.size, states: messages.filter((one) => one.type === "state").length, status: messages.filter((one) => one.type === "status").map((one) => one.sequence),
              rounds: messages.filter((one) => one.type === "round").length, curves: messages.filter((one) => one.type === "points").length };
            """);
        Assert.Equal(100_000, kept.GetProperty("arrived").GetInt32());

        // 12 rounds and their masks, 7 curves, 100 states and one status.
        Assert.InRange(kept.GetProperty("most").GetInt32(), 100, 132);
        Assert.InRange(kept.GetProperty("points").GetInt32(), 10_000, 20_000);
        Assert.True(kept.GetProperty("isBehind").GetBoolean());
        Assert.Equal(0, kept.GetProperty("curves").GetInt32());
        Assert.Equal(12, kept.GetProperty("rounds").GetInt32());
        Assert.Equal(100, kept.GetProperty("states").GetInt32());
        Assert.Equal([99_999], kept.GetProperty("status").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Equal(0, kept.GetProperty("left").GetInt32());
    }

    [Fact]
    public async Task Frozen_AndReleased_LeavesWhatAViewThatNeverStoodStillHas()
    {
        // Points of a training that resumed come twice, from an earlier index on.
        var same = await RunAsync("""
            const { RunState } = await import('/js/live/runState.js');
            const [moving, still] = [0, 1].map(() => new RunState({ id: 'x', name: 'x', colour: 0, replicates: 1, rounds: [] }));
            const apply = (state, one) => one.type === 'points' ? state.addPoints(one) : one.type === 'round' ? state.put(one.round) : undefined;
            for (let i = 0; i < 9000; i++) {
              const isAgain = i % 500 === 499;
              const one = isAgain ? { ...message(i), type: 'points', training: 't0', from: 3, points: [{ iteration: -i }] } : message(i);
              if (isAgain) { lengths.set(0, 4); }
              apply(moving, structuredClone(one));
              held.add(one);
            }
            const { messages, isBehind } = held.release();
            messages.forEach((one) => apply(still, one));
            const text = (state) => JSON.stringify([[...state.series].sort(), [...state.run.rounds].sort((a, b) => a.round - b.round)]);
            return { isBehind, isEqual: text(moving) === text(still), length: moving.series.get('t1').points.length };
            """);
        Assert.False(same.GetProperty("isBehind").GetBoolean());
        Assert.True(same.GetProperty("isEqual").GetBoolean());
        Assert.InRange(same.GetProperty("length").GetInt32(), 100, 2000);
    }

    [Fact]
    public async Task Page_Frozen_SaysSoAndGoesOn()
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/experiments/{id}");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.GetByRole(AriaRole.Button, new() { Name = "Freeze view" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-part=frozen]")).ToContainTextAsync("The view is frozen; training goes on.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Freeze view" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-part=frozen]")).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    // Of ten messages seven are points of seven trainings, each of which grows by one.
    private async Task<JsonElement> RunAsync(string script)
    {
        var page = await browser.OpenAsync();
        try
        {
            await page.GotoAsync("/methods");
            return (await page.EvaluateAsync($$"""
                async () => {
                  const { FrozenUpdates } = await import('/js/live/frozenUpdates.js');
                  const held = new FrozenUpdates();
                  const lengths = new Map();
                  const message = (i) => {
                    const common = { experimentId: 'x', sequence: i, at: '' };
                    const kind = i % 10;
                    if (kind < 7) {
                      const from = lengths.get(kind) ?? 0;
                      lengths.set(kind, from + 1);
                      return { ...common, type: 'points', training: `t${kind}`, from, points: [{ iteration: i }] };
                    }

                    const place = { replicate: 0, branch: 'ticket', draw: 0, round: Math.floor(i / 10) % 12 };
                    return kind === 7 ? { ...common, type: 'round', round: { ...place, finalTestAccuracy: i } }
                      : kind === 8 ? (i % 20 === 8 ? { ...common, type: 'maskReady', ...place, layers: [] } : { ...common, type: 'state', state: `s${i}` })
                      : { ...common, type: 'status', status: {} };
                  };
                  {{script}}
                }
                """))!.Value;
        }
        finally
        {
            await page.Context.CloseAsync();
        }
    }
}
