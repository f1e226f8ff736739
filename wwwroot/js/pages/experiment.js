// The live page of an experiment: feeds charts, masks, progress and log from the hub.
import { getJson, say } from "../api.js";
import { bindView } from "../charts/controls.js";
import { layersFigure, collapsed } from "../charts/layers.js";
import { learningFigure } from "../charts/learning.js";
import { Plot } from "../charts/plot.js";
import { lookOf } from "../charts/rounds.js";
import { runCharts } from "../charts/runs.js";
import { accuracy, duration, weightsRemaining } from "../format.js";
import { onKey } from "../keys.js";
import { LiveConnection } from "../live/connection.js";
import { FrozenUpdates } from "../live/frozenUpdates.js";
import { preference } from "../preferences.js";
import { RunState } from "../live/runState.js";
import { showStrip } from "../masks/maskStrip.js";
import { refresher } from "../swap.js";
import { ExperimentActions } from "./experimentActions.js";
import { ExperimentLog } from "./experimentLog.js";

const ENDED = ["succeeded", "failed", "cancelled", "imported"];
/** Most curves at once in the learning chart. */
const MOST_CURVES = 12;
/** Pause before something that the server did not answer is asked again. */
const RETRY = 2000;

/** @param {HTMLElement} element */
export async function start(element) {
  await new ExperimentView(element).start();
}

class ExperimentView {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.id = element.dataset.id ?? "";
    this.charts = runCharts(element);
    this.state = new RunState(this.charts.runs[0]);
    this.log = new ExperimentLog(element);
    this.frozen = new FrozenUpdates();
    this.isFrozen = false;
    this.loads = 0;
    this.statesHeard = 0;
    this.refresh = refresher((page) => this.place(page));
    this.isLoadingRounds = false;
    /** @type {any[]} */
    this.waiting = [];
    this.live = new LiveConnection(document.querySelector("[data-live-state]"));
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-part="${name}"]`));
  }

  async start() {
    this.startLayers();
    this.startLearning();
    this.actions = new ExperimentActions(this.element, this.id, () => this.state.finishedRounds());
    onKey("f", () => this.freeze());
    onKey("t", () => this.toggleTable());
    this.part("freeze")?.addEventListener("click", () => this.freeze());
    this.live.follow(this.id, Number(this.element.dataset.sequence ?? 0), (message) => this.receive(message), () => this.catchUp());
    await this.live.start();
  }

  startLayers() {
    const figure = /** @type {HTMLElement | null} */ (this.element.querySelector("figure[data-plot=layers]"));
    if (figure) {
      this.layers = new Plot(figure, () => layersFigure(this.state.ticketRounds(0)));
      this.layers.update();
    }
  }

  startLearning() {
    const figure = /** @type {HTMLElement | null} */ (this.element.querySelector("figure[data-plot=learning]"));
    if (!figure) {
      return;
    }

    this.learningView = bindView(this.element, { series: "testAccuracy", smoothing: preference("smoothing", "0"), log: "false", round: "latest", replicate: "0" }, () => this.loadSeries());
    this.learning = new Plot(figure, (hidden) => learningFigure(this.trainings(), { quantity: this.learningView?.series ?? "testAccuracy", smoothing: Number(this.learningView?.smoothing ?? 0), isLog: this.learningView?.log === "true" }, hidden));
    this.loadSeries();
  }

  /** Trainings that the learning chart shows: one round of one replicate, with its controls. */
  trainings() {
    const replicate = Number(this.learningView?.replicate ?? 0);
    const rounds = this.state.run.rounds.filter((round) => round.replicate === replicate);
    const begun = rounds.filter((round) => round.branch === "ticket" && (round.isFinished || this.state.series.has(round.ticket))).map((round) => round.round);
    const wanted = this.learningView?.round === "latest" ? [Math.max(0, ...begun)] : this.learningView?.round === "all" ? begun : [Number(this.learningView?.round)];
    return rounds.filter((round) => (wanted.includes(round.round) && this.learningView?.round !== "all") || (this.learningView?.round === "all" && round.branch === "ticket" && wanted.includes(round.round)))
      .slice(0, MOST_CURVES)
      .map((round) => ({ key: `${round.ticket}/${round.branch}/${round.draw}`, training: round.ticket, label: `${round.round === 0 ? "dense" : lookOf(this.state.run, round.branch).word}, round ${round.round}${round.draw > 0 ? `, draw ${round.draw + 1}` : ""}`, points: this.state.series.get(round.ticket)?.points ?? [], stop: round.earlyStopIteration }));
  }

  async loadSeries() {
    const replicate = this.learningView?.replicate ?? "0";
    // What arrives meanwhile is newer than the answer: it waits and is applied on top.
    this.loads++;
    try {
      const answer = await getJson(`/api/experiments/${this.id}/series?replicate=${replicate}`);
      for (const one of Array.isArray(answer) ? answer : answer.items ?? answer.series ?? []) {
        this.state.series.set(one.training, { points: one.points });
      }

      say(this.part("learning-problem"), "");
    } catch (problem) {
      // No later message would bring the beginning of the curve.
      say(this.part("learning-problem"), /** @type {Error} */ (problem).message, true);
      if (problem instanceof TypeError) {
        setTimeout(() => this.loadSeries(), RETRY);
      }
    }

    this.loads--;
    if (this.loads === 0) {
      this.waiting.splice(0).forEach((message) => this.state.addPoints(message));
    }

    this.learning?.update();
  }

  /** @param {import("../live/connection.js").Message} message */
  receive(message) {
    if (this.isFrozen) {
      this.frozen.add(message);
      say(this.part("frozen"), `The view is frozen; training goes on. ${this.frozen.arrived} updates wait.${this.frozen.isBehind ? " The curves will be loaded again." : ""}`);
      return;
    }

    this.apply(message);
  }

  /** @param {import("../live/connection.js").Message} message */
  apply(message) {
    switch (message.type) {
      case "status": this.status(message.status); break;
      case "state": this.stateChanged(message.state, message.reason); break;
      case "points": this.points(message); break;
      case "round": this.round(message.round); break;
      case "maskReady": this.mask(message); break;
      default: break;
    }
  }

  /** @param {any} status */
  status(status) {
    this.showState(status.state);
    const left = status.remainingSeconds === null || ENDED.includes(status.state) ? "" : `, about ${duration(status.remainingSeconds)} left`;
    say(this.part("progress-text"), `${Math.floor(status.progress * 100)}%: ${status.finished} of ${status.steps} steps${left}`);
    const bar = this.part("progress");
    if (bar instanceof HTMLProgressElement) {
      bar.value = status.progress;
    }

    say(this.part("speed"), status.iterationsPerSecond > 0 ? `${Math.round(status.iterationsPerSecond)} iterations/s, ${duration(status.elapsedSeconds)} so far` : "");
    this.part("now")?.replaceChildren(...status.running.map((/** @type {string} */ line) => Object.assign(document.createElement("li"), { textContent: line })));
    document.title = `${this.state.run.name} - ${ENDED.includes(status.state) ? status.state : `${Math.floor(status.progress * 100)}%`} - LotteryLab`;
  }

  /** @param {string} state */
  showState(state) {
    const badge = this.part("state");
    if (badge && badge.dataset.state !== state) {
      const known = document.querySelector(`template[data-state-template="${CSS.escape(state)}"]`);
      badge.dataset.state = state;
      if (known instanceof HTMLTemplateElement) {
        badge.replaceChildren(known.content.cloneNode(true));
      }
    }

    this.actions?.show(state);
    document.querySelector("link[rel=icon]")?.setAttribute("href", state === "running" ? "/favicon-running.svg" : state === "failed" ? "/favicon-failed.svg" : state === "succeeded" ? "/favicon-done.svg" : "/favicon.svg");
  }

  /**
   * @param {string} state
   * @param {string} reason
   */
  stateChanged(state, reason) {
    this.statesHeard++;
    this.showState(state);
    this.log.add(`${state}${reason ? `: ${reason}` : ""}`);
    this.log.announce(`The experiment is ${state} now. ${reason ?? ""}`);
  }

  /** Who opens the page right after the launch has it before the plan: its rounds are fetched when the first of them begins. */
  async loadRounds() {
    if (this.isLoadingRounds) {
      return;
    }

    this.isLoadingRounds = true;
    try {
      this.state.learn(await getJson(`/api/experiments/${this.id}/results`));
      await this.judge();
      await this.loadSeries();
    } catch {
      // The next point asks again.
    }

    this.isLoadingRounds = false;
  }

  /** @param {any} message */
  points(message) {
    const round = this.state.run.rounds.find((candidate) => candidate.ticket === message.training);
    if (!round) {
      this.loadRounds();
    }

    if (this.loads > 0) {
      this.waiting.push(message);
    } else if (!this.state.addPoints(message)) {
      if (round?.replicate === Number(this.learningView?.replicate ?? 0)) {
        // The beginning of the curve is not here: the answer holds it, and these points too.
        this.loadSeries();
      }

      return;
    }

    this.learning?.update();
    const last = message.points[message.points.length - 1];
    if (round && last) {
      this.log.add(`${round.branch === "ticket" ? "" : `${lookOf(this.state.run, round.branch).word}, `}round ${round.round}, replicate ${round.replicate + 1}: iteration ${last.iteration}${last.testAccuracy === null ? "" : `, test accuracy ${accuracy(last.testAccuracy)}`}`);
    }
  }

  /** Who wins is judged by the server, after each round that finishes. */
  async judge() {
    try {
      const { summary, branches } = await getJson(`/api/experiments/${this.id}/verdict`);
      Object.assign(this.state.run, { sentence: summary, branches });
    } catch {
      // The next round asks again.
    }

    this.charts.update();
  }

  /** @param {import("../charts/rounds.js").Round} round */
  round(round) {
    this.state.put(round);
    this.charts.update();
    this.judge();
    this.layers?.update();
    this.element.dataset.rounds = String(this.state.finishedRounds());
    const text = `${lookOf(this.state.run, round.branch).word}, round ${round.round} of replicate ${round.replicate + 1}: ${weightsRemaining(round.density ?? 1)} of weights, test accuracy at early stop ${accuracy(round.accuracy)}`;
    this.log.add(text);
    this.log.announce(`Finished: ${text}.`);
    const empty = this.part("no-rounds");
    if (empty) {
      empty.hidden = true;
    }
  }

  /** @param {any} message */
  mask(message) {
    this.state.addMask(message);
    this.layers?.update();
    if (message.branch !== "ticket") {
      return;
    }

    if (message.replicate === 0) {
      showStrip(this.part("masks"), this.id, message);
      say(this.part("mask-round"), `Round ${message.round}, replicate 1.`);
    }

    const lost = collapsed(this.state.ticketRounds(message.replicate)).filter((one) => one.round === message.round);
    say(this.part("collapse"), lost.length === 0 ? "" : `Layer collapse: ${lost.map((one) => `${one.name} keeps ${one.kept} weights`).join(", ")} in round ${message.round}. Such a network cannot learn.`, true);
  }

  freeze() {
    this.isFrozen = !this.isFrozen;
    const button = this.part("freeze");
    button?.setAttribute("aria-pressed", String(this.isFrozen));
    say(this.part("frozen"), this.isFrozen ? "The view is frozen; training goes on. 0 updates wait." : "");
    if (!this.isFrozen) {
      const { messages, isBehind } = this.frozen.release();
      messages.forEach((message) => this.apply(message));
      if (isBehind) {
        this.loadSeries();
      }
    }
  }

  toggleTable() {
    const table = this.element.querySelector(".plot-table");
    if (table instanceof HTMLDetailsElement) {
      table.open = !table.open;
      table.querySelector("summary")?.focus();
    }
  }

  /** What the hub no longer keeps, or left out, stands in the server's page. The view, what is open and the reader's place stay. */
  async catchUp() {
    this.heardBefore = this.statesHeard;
    try {
      await this.refresh();
    } catch {
      setTimeout(() => this.catchUp(), RETRY);
    }
  }

  /** @param {string} page */
  place(page) {
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("article[data-runs]");
    if (!(fresh instanceof HTMLElement)) {
      throw new Error("The server sent another page.");
    }

    // What was heard while the page was on its way is newer than the page.
    const { rounds = [], sentence, branches } = JSON.parse(fresh.dataset.runs ?? "[]")[0] ?? {};
    Object.assign(this.state.run, { sentence, branches });
    for (const round of /** @type {import("../charts/rounds.js").Round[]} */ (rounds)) {
      if (round.isFinished || !this.state.run.rounds[this.state.positionOf(round)]?.isFinished) {
        this.state.put(round);
      }
    }

    if (this.heardBefore === this.statesHeard) {
      this.showState(fresh.dataset.state ?? "");
    }

    this.element.dataset.rounds = String(this.state.finishedRounds());
    this.charts.update();
    this.layers?.update();
    this.loadSeries();
  }
}
