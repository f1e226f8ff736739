// Rounds as curves: groups the finished trainings of one or more experiments by branch and round, with mean and spread.
import { spreadOf } from "../stats.js";

/**
 * @typedef {{ ticket: string, replicate: number, branch: string, draw: number, round: number, isFinished: boolean, prunable: number, kept: number | null, density: number | null, earlyStopIteration: number | null, accuracy: number | null, testAccuracyAtEarlyStop: number | null, finalTestAccuracy: number | null, finalTrainAccuracy: number | null, computedShare?: number | null, maskKey: string | null, layers: { name: string, count: number, kept: number }[] }} Round
 * @typedef {{ id: string, name: string, colour: number, rounds: Round[], replicates: number }} Run
 * @typedef {{ round: number, density: number, kept: number, prunable: number, spread: import("../stats.js").Spread, dots: { value: number, replicate: number, draw: number }[], isPartial: boolean }} Point
 * @typedef {{ key: string, run: Run, branch: string, control: string, colour: number, lap: number, points: Point[] }} Curve
 */

/** The quantities of the main chart and its companions. */
export const QUANTITIES = /** @type {Record<string, { label: string, of: (round: Round) => number | null, isShare: boolean }>} */ ({
  early: { label: "Test accuracy at early stop", of: (round) => round.accuracy, isShare: true },
  final: { label: "Test accuracy at the end", of: (round) => round.finalTestAccuracy, isShare: true },
  train: { label: "Training accuracy at the end", of: (round) => round.finalTrainAccuracy, isShare: true },
  stop: { label: "Early-stop iteration", of: (round) => round.earlyStopIteration, isShare: false },
});

const WORDS = /** @type {Record<string, string>} */ ({ ticket: "tickets", "random-reinit": "random re-initialisation", "shuffled-mask": "shuffled mask", "random-pruning": "random pruning" });

/** @param {string} branch */
export function branchWord(branch) {
  const [method, control] = branch.split("/");
  return WORDS[branch] ?? (control ? `${method}, ${WORDS[control] ?? control}` : branch);
}

/**
 * @param {Run[]} runs
 * @param {string} quantity
 * @returns {Curve[]}
 */
export function curvesOf(runs, quantity) {
  return runs.flatMap((run) => {
    const finished = run.rounds.filter((round) => round.isFinished && round.kept !== null);
    const branches = [...new Set(finished.map((round) => round.branch))].sort((a, b) => Number(b === "ticket") - Number(a === "ticket") || a.localeCompare(b));
    const methods = methodsOf(finished);
    return branches.map((branch) => ({ key: `${run.id}/${branch}`, run, branch, ...placeOf(run, branch, methods), points: pointsOf(run, finished.filter((round) => round.branch === branch), quantity) })).filter((curve) => curve.points.length > 0);
  });
}

/**
 * Methods that stand side by side in one experiment; empty where there is one method and its controls.
 * @param {Round[]} rounds
 */
function methodsOf(rounds) {
  const isShelf = rounds.some((round) => round.branch !== "ticket") && !rounds.some((round) => round.branch === "ticket" && round.round > 0) && !rounds.some((round) => round.branch in WORDS && round.branch !== "ticket");
  return isShelf ? [...new Set(rounds.map((round) => round.branch.split("/")[0]))].filter((method) => method !== "ticket").sort() : [];
}

/**
 * Colour belongs to the method and the dash to the control; a second lap through the colours takes another marker.
 * @param {Run} run
 * @param {string} branch
 * @param {string[]} methods
 */
function placeOf(run, branch, methods) {
  const [method, control] = branch.split("/");
  const index = methods.indexOf(method);
  return index < 0 ? { control: branch, colour: run.colour, lap: -1 } : { control: control ?? "ticket", colour: run.colour + index, lap: Math.floor(index / 7) };
}

/**
 * @param {Run} run
 * @param {Round[]} rounds of one branch
 * @param {string} quantity
 * @returns {Point[]}
 */
function pointsOf(run, rounds, quantity) {
  const { of } = QUANTITIES[quantity];
  return [...new Set(rounds.map((round) => round.round))].sort((a, b) => a - b).flatMap((number) => {
    const members = rounds.filter((round) => round.round === number && of(round) !== null);
    const dots = members.map((round) => ({ value: /** @type {number} */ (of(round)), replicate: round.replicate, draw: round.draw }));
    const spread = spreadOf(dots.map((dot) => dot.value));
    const density = members.reduce((sum, round) => sum + (round.kept ?? 0) / Math.max(1, round.prunable), 0) / Math.max(1, members.length);
    const isPartial = new Set(members.map((round) => round.replicate)).size < run.replicates;
    // An emptied network has no place on a logarithmic axis; the table shows it.
    return spread && density > 0 ? [{ round: number, density, kept: members[0].kept ?? 0, prunable: members[0].prunable, spread, dots, isPartial }] : [];
  });
}

/**
 * One sentence about the curves: the accessible name of the chart.
 * @param {Run[]} runs
 */
export function sentenceOf(runs) {
  const percent = (/** @type {number} */ density) => `${Number((density * 100).toPrecision(3))}%`;
  const sentences = runs.map((run) => {
    const curves = curvesOf([run], "early");
    const tickets = curves.find((curve) => curve.branch === "ticket")?.points ?? [];
    const dense = tickets.find((point) => point.round === 0);
    const name = runs.length > 1 ? `${run.name}: ` : "";
    if (!dense) {
      return `${name}no dense network is trained yet.`;
    }

    const pruned = tickets.filter((point) => point.round > 0);
    const matching = pruned.filter((point) => point.spread.mean >= dense.spread.mean);
    const last = matching[matching.length - 1];
    const methods = methodsOf(run.rounds.filter((round) => round.isFinished));
    const begin = `${name}The dense network reaches ${(dense.spread.mean * 100).toFixed(2)}% (n=${dense.spread.n}).`;
    if (methods.length > 0) {
      const reaching = curves.filter((curve) => methods.includes(curve.branch)).flatMap((curve) => {
        const at = curve.points.filter((point) => point.spread.mean >= dense.spread.mean).map((point) => point.density);
        return at.length ? [`${curve.branch} down to ${percent(Math.min(...at))}`] : [];
      });
      return reaching.length ? `${begin} Of ${methods.length} methods these reach its mean: ${reaching.join(", ")}.` : `${begin} None of ${methods.length} methods reaches its mean.`;
    }

    if (pruned.length === 0) {
      return `${begin} No ticket is trained yet.`;
    }

    return last ? `${begin} Tickets reach its mean down to ${percent(last.density)} of weights.` : `${begin} No ticket reaches its mean so far; the smallest has ${percent(pruned[pruned.length - 1].density)} of weights.`;
  });
  return sentences.join(" ");
}
