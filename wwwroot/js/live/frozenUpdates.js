// What arrives while a view is frozen. It never grows without bound, by the rules of the hub: of progress only the newest waits, points of one
// training are joined, rounds and masks wait once for each place, and who falls far behind loads the curves again.

/** @typedef {import("./connection.js").Message} Message */

/** Points that wait at most; beyond that the curves are loaded again. */
export const MOST_POINTS = 20_000;
/** Changes of state that wait at most; the newest stay. */
export const MOST_STATES = 100;

export class FrozenUpdates {
  constructor() {
    this.clear();
  }

  clear() {
    /** @type {Map<string, Message>} */
    this.held = new Map();
    /** Updates that arrived, joined ones too. */
    this.arrived = 0;
    this.points = 0;
    this.states = 0;
    /** Whether points were dropped. */
    this.isBehind = false;
  }

  /** Messages that are kept. */
  get size() {
    return this.held.size;
  }

  /** @param {Message} message */
  add(message) {
    this.arrived++;
    switch (message.type) {
      case "points": this.addPoints(message); break;
      case "state": this.addState(message); break;
      case "round": this.put(`round ${placeOf(message.round)}`, message); break;
      case "maskReady": this.put(`mask ${placeOf(message)}`, message); break;
      default: this.put(message.type, message); break;
    }
  }

  /** Takes what waits, in the order in which it last changed. @returns {{ messages: Message[], isBehind: boolean }} */
  release() {
    const taken = { messages: [...this.held.values()], isBehind: this.isBehind };
    this.clear();
    return taken;
  }

  /** At the end, as the newest. @param {string} key @param {Message} message */
  put(key, message) {
    this.held.delete(key);
    this.held.set(key, message);
  }

  /** @param {Message} message */
  addState(message) {
    this.states++;
    this.held.set(`state ${this.states}`, message);
    this.held.delete(`state ${this.states - MOST_STATES}`);
  }

  /** @param {Message} message */
  addPoints(message) {
    if (this.isBehind) {
      return;
    }

    const key = `points ${message.training}`;
    const before = this.held.get(key);
    this.points -= before?.points.length ?? 0;
    if (before && message.from >= before.from && message.from <= before.from + before.points.length) {
      // Points take the place of everything from their index on. The list is ours: it grows in place, because copying it for each of many messages would take long.
      before.points.length = message.from - before.from;
      before.points.push(...message.points);
      this.put(key, { ...message, from: before.from, points: before.points });
    } else {
      this.put(key, { ...message, points: [...message.points] });
    }

    this.points += /** @type {Message} */ (this.held.get(key)).points.length;
    if (this.points > MOST_POINTS) {
      [...this.held.keys()].filter((one) => one.startsWith("points ")).forEach((one) => this.held.delete(one));
      this.points = 0;
      this.isBehind = true;
    }
  }
}

/** @param {{ replicate: number, branch: string, draw: number, round: number }} place */
function placeOf(place) {
  return `${place.replicate} ${place.branch} ${place.draw} ${place.round}`;
}
