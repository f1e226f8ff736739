// What a page knows of a run: its rounds and its curves, kept in step with the messages of the hub. Draws nothing.

/** @typedef {import("../charts/rounds.js").Round} Round */

export class RunState {
  /** @param {import("../charts/rounds.js").Run} run */
  constructor(run) {
    this.run = run;
    /** @type {Map<string, { points: any[] }>} */
    this.series = new Map();
  }

  /** Rounds of the tickets of a replicate whose masks are known. @param {number} replicate */
  ticketRounds(replicate) {
    return this.run.rounds.filter((round) => round.branch === "ticket" && round.replicate === replicate && round.layers.length > 0);
  }

  finishedRounds() {
    return this.run.rounds.filter((round) => round.isFinished).length;
  }

  /** @param {{ replicate: number, branch: string, draw: number, round: number }} place */
  positionOf(place) {
    return this.run.rounds.findIndex((one) => one.replicate === place.replicate && one.branch === place.branch && one.draw === place.draw && one.round === place.round);
  }

  /** A finished round takes the place of the planned one. @param {Round} round */
  put(round) {
    const position = this.positionOf(round);
    if (position < 0) {
      this.run.rounds.push(round);
    } else {
      this.run.rounds[position] = round;
    }
  }

  /** Adds rounds that are not known yet; what is known may be newer than this answer. @param {Round[]} rounds */
  learn(rounds) {
    this.run.rounds.push(...rounds.filter((round) => this.positionOf(round) < 0));
  }

  /** Points take the place of everything from their index on: what is measured again is never there twice. @param {any} message */
  addPoints(message) {
    const known = this.series.get(message.training) ?? { points: [] };
    if (message.from > known.points.length) {
      return false;
    }

    known.points.splice(message.from, known.points.length, ...message.points);
    this.series.set(message.training, known);
    return true;
  }

  /** @param {any} message */
  addMask(message) {
    const position = this.positionOf(message);
    const kept = message.layers.reduce((/** @type {number} */ sum, /** @type {any} */ layer) => sum + layer.kept, 0);
    if (position >= 0) {
      this.run.rounds[position] = { ...this.run.rounds[position], kept, density: kept / Math.max(1, this.run.rounds[position].prunable), layers: message.layers, maskKey: message.maskKey };
    }
  }
}
