// Rounds as curves: groups the finished trainings of one or more experiments by branch and round, with mean and spread.
import { spreadOf } from "../stats.js";

/**
 * @typedef {{ ticket: string, replicate: number, branch: string, draw: number, round: number, isFinished: boolean, prunable: number, kept: number | null, density: number | null, earlyStopIteration: number | null, accuracy: number | null, testAccuracyAtEarlyStop: number | null, finalTestAccuracy: number | null, finalTrainAccuracy: number | null, computedShare?: number | null, maskKey: string | null, layers: { name: string, count: number, kept: number }[] }} Round
 * @typedef {{ word: string, place: number, dash: string }} BranchLook
 * @typedef {{ id: string, name: string, colour: number, rounds: Round[], replicates: number, branches: Record<string, BranchLook>, sentence: string }} Run
 * @typedef {{ round: number, density: number, kept: number, prunable: number, spread: import("../stats.js").Spread, dots: { value: number, replicate: number, draw: number }[], isPartial: boolean }} Point
 * @typedef {{ key: string, run: Run, branch: string, word: string, dash: string, colour: number, lap: number, points: Point[] }} Curve
 */

/** The quantities of the main chart and its companions. */
export const QUANTITIES = /** @type {Record<string, { label: string, of: (round: Round) => number | null, isShare: boolean }>} */ ({
  early: { label: "Test accuracy at early stop", of: (round) => round.accuracy, isShare: true },
  final: { label: "Test accuracy at the end", of: (round) => round.finalTestAccuracy, isShare: true },
  train: { label: "Training accuracy at the end", of: (round) => round.finalTrainAccuracy, isShare: true },
  stop: { label: "Early-stop iteration", of: (round) => round.earlyStopIteration, isShare: false },
});

/**
 * How a branch is called and drawn; the server knows all planned ones.
 * @param {Run} run
 * @param {string} branch
 * @returns {BranchLook}
 */
export function lookOf(run, branch) {
  return run.branches[branch] ?? { word: branch, place: -1, dash: "solid" };
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
    return branches.map((branch) => ({ key: `${run.id}/${branch}`, run, branch, ...placeOf(run, branch), points: pointsOf(run, finished.filter((round) => round.branch === branch), quantity) })).filter((curve) => curve.points.length > 0);
  });
}

/**
 * Colour belongs to the method and the dash to the control; a second lap through the colours takes another marker.
 * @param {Run} run
 * @param {string} branch
 */
function placeOf(run, branch) {
  const { word, place, dash } = lookOf(run, branch);
  return { word, dash, colour: run.colour + Math.max(0, place), lap: place < 0 ? -1 : Math.floor(place / 7) };
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
 * What the curves say: the accessible name of the chart. The server judges.
 * @param {Run[]} runs
 */
export function sentenceOf(runs) {
  return runs.map((run) => `${runs.length > 1 ? `${run.name}: ` : ""}${run.sentence}`).join(" ");
}
