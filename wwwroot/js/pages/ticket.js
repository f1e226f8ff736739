// The ticket page: one slider moves the marked point, the mask, the layer bars and the histograms together.
import { getJson, say } from "../api.js";
import { remember } from "../charts/controls.js";
import { Plot } from "../charts/plot.js";
import { layerBarsFigure } from "../charts/layerBars.js";
import { unitDensityFigure } from "../charts/unitDensity.js";
import { accuracyFigure } from "../charts/accuracy.js";
import { accuracy, groups, weightsRemaining } from "../format.js";
import { onKey } from "../keys.js";
import { densities, shares } from "../masks/bits.js";
import { MaskView } from "../masks/maskView.js";
import { MOST_IN_PAGE } from "../masks/paintQueue.js";
import { getGrid, MaskShelf } from "../masks/maskShelf.js";
import { weightsFigure } from "../charts/weights.js";

/** Rounds a second while playing. */
const PLAY_RATE = 2;

/** @param {HTMLElement} element */
export function start(element) {
  new TicketPage(element).start();
}

class TicketPage {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {import("../charts/rounds.js").Run} */
    this.run = JSON.parse(element.dataset.runs ?? "[]")[0];
    /** @type {Record<string, number[]>} */
    this.shapes = JSON.parse(element.dataset.shapes ?? "{}");
    this.replicate = Number(element.dataset.replicate ?? 0);
    this.rounds = this.run.rounds.filter((round) => round.branch === "ticket" && round.replicate === this.replicate && round.layers.length > 0).sort((a, b) => a.round - b.round);
    this.round = Number(element.dataset.round ?? 0);
    this.layer = new URL(location.href).searchParams.get("layer") ?? this.rounds[0]?.layers[0]?.name ?? "";
    this.shelf = new MaskShelf();
    /** @type {{ fanIn: number[], fanOut: number[] } | null} */
    this.kept = null;
    this.hasPrevious = true;
    this.hasPicture = false;
    /** @type {Promise<void> | undefined} */
    this.previewed = undefined;
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-part="${name}"]`));
  }

  start() {
    const canvas = this.part("mask");
    if (canvas) {
      this.view = new MaskView(canvas);
    }

    const main = /** @type {HTMLElement | null} */ (this.element.querySelector("figure[data-plot=main]"));
    if (main) {
      this.chart = new Plot(main, (hidden) => accuracyFigure([this.run], { quantity: "early", spread: "ci", x: "weights", y: "data", round: this.round }, hidden));
    }

    const bars = /** @type {HTMLElement | null} */ (this.element.querySelector("figure[data-plot=bars]"));
    if (bars) {
      this.bars = new Plot(bars, () => layerBarsFigure(this.current(), this.before()));
    }

    const units = /** @type {HTMLElement | null} */ (this.element.querySelector("figure[data-plot=units]"));
    if (units) {
      this.units = new Plot(units, () => unitDensityFigure(this.layer, this.kept));
    }

    const weights = /** @type {HTMLElement | null} */ (this.element.querySelector("figure[data-plot=weights]"));
    if (weights) {
      this.weights = new Plot(weights, (hidden) => weightsFigure(this.statistics, hidden));
    }

    this.bind();
    this.show();
  }

  bind() {
    const slider = /** @type {HTMLInputElement | null} */ (this.part("round"));
    slider?.addEventListener("input", () => this.go(Number(slider.value), false));
    slider?.addEventListener("change", () => this.go(Number(slider.value), true));
    const box = /** @type {HTMLInputElement | null} */ (this.part("round-number"));
    box?.addEventListener("change", () => this.go(Number(box.value), true));
    const layer = /** @type {HTMLSelectElement | null} */ (this.part("layer"));
    layer?.addEventListener("change", () => this.choose(layer.value));
    const before = /** @type {HTMLInputElement | null} */ (this.part("previous"));
    before?.addEventListener("change", () => {
      this.hasPrevious = before.checked;
      this.show();
    });
    this.part("play")?.addEventListener("click", () => this.play());
    onKey("]", () => this.go(this.round + 1, true));
    onKey("[", () => this.go(this.round - 1, true));
    onKey(".", () => this.step(1));
    onKey(",", () => this.step(-1));
    onKey(" ", () => this.play());
  }

  /** @param {number} by */
  step(by) {
    const names = this.rounds[0]?.layers.map((layer) => layer.name) ?? [];
    const next = names[names.indexOf(this.layer) + by];
    if (next) {
      this.choose(next);
    }
  }

  /** @param {string} name */
  choose(name) {
    this.layer = name;
    remember("layer", name);
    this.show();
  }

  /**
   * @param {number} round
   * @param {boolean} isFinal
   */
  go(round, isFinal) {
    const numbers = this.rounds.map((one) => one.round);
    this.round = Math.min(Math.max(round, numbers[0] ?? 0), numbers[numbers.length - 1] ?? 0);
    if (isFinal) {
      const address = new URL(location.href);
      address.pathname = address.pathname.replace(/\/rounds\/\d+$/, `/rounds/${this.round}`);
      history.replaceState(null, "", address);
    }

    this.show();
  }

  play() {
    const button = this.part("play");
    if (this.player) {
      clearInterval(this.player);
      this.player = undefined;
    } else {
      this.player = setInterval(() => {
        const last = this.rounds[this.rounds.length - 1]?.round ?? 0;
        this.go(this.round >= last ? this.rounds[0].round : this.round + 1, false);
      }, 1000 / PLAY_RATE);
    }

    if (button) {
      button.textContent = this.player ? "Stop" : "Play";
    }
  }

  current() {
    return this.rounds.find((round) => round.round === this.round) ?? this.rounds[0];
  }

  before() {
    return this.rounds.find((one) => one.round === (this.current()?.round ?? 0) - 1);
  }

  /** Weights of the layer that is shown. */
  size() {
    return (this.shapes[this.layer] ?? []).reduce((a, b) => a * b, 1);
  }

  async show() {
    const round = this.current();
    if (!round) {
      return;
    }

    for (const name of ["round", "round-number"]) {
      const control = /** @type {HTMLInputElement | null} */ (this.part(name));
      if (control) {
        control.value = String(round.round);
        control.setAttribute("aria-valuetext", `round ${round.round}, ${weightsRemaining(round.density ?? 1)} of weights remaining`);
      }
    }

    const layer = /** @type {HTMLSelectElement | null} */ (this.part("layer"));
    if (layer) { layer.value = this.layer; }
    say(this.part("round-facts"), `Round ${round.round}: ${weightsRemaining(round.density ?? 1)} of prunable weights remain (${groups(round.kept ?? 0)} of ${groups(round.prunable)}). Test accuracy at early stop ${accuracy(round.accuracy)}.${typeof round.computedShare === "number" ? ` Its training computed ${weightsRemaining(round.computedShare)} of the dense multiply-adds.` : ""}`);
    const mask = this.showMask(round);
    if (!this.hasPicture) {
      // The charts' library takes most of a second to load and draw, and the server counts a large layer's weights: the mask goes first.
      await Promise.race([mask, this.previewed ?? mask]);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      this.hasPicture = true;
    }

    this.chart?.update();
    this.bars?.update();
    await Promise.all([mask, this.showWeights(this.current())]);
  }

  /** @param {import("../charts/rounds.js").Round} round */
  async showWeights(round) {
    try {
      const statistics = await getJson(`/api/tickets/${round.ticket}/layers/${encodeURIComponent(this.layer)}`);
      if (round === this.current() && statistics.name === this.layer) {
        this.statistics = statistics;
        this.weights?.update();
        if (this.size() > MOST_IN_PAGE) {
          // Counted on the server: a large layer would hold the page up.
          this.kept = shares(statistics.shape, statistics.keptOfOutput, statistics.keptOfInput);
          this.units?.update();
        }
      }
    } catch {
      // Weights may have been cleaned up; the masks are kept for ever, and the chart says nothing new.
    }
  }

  /** @param {import("../charts/rounds.js").Round} round */
  async showMask(round) {
    const shape = this.shapes[this.layer];
    if (!shape) {
      return;
    }

    try {
      const before = this.hasPrevious ? this.before() : undefined;
      const wanted = this.layer;
      if (this.size() > MOST_IN_PAGE && round.maskKey !== null) {
        this.previewed = this.preview(round, wanted, shape);
      }

      const [bits, other] = await Promise.all([this.shelf.bits(round, wanted, shape), before ? this.shelf.bits(before, wanted, shape) : null]);
      // A newer choice may have overtaken this one while it was loading.
      if (round !== this.current() || wanted !== this.layer) {
        return;
      }

      const mask = { name: wanted, shape, bits };
      this.view?.show(mask, other ? { name: wanted, shape, bits: other } : null);
      say(this.part("mask-problem"), "");
      if (this.size() <= MOST_IN_PAGE) {
        this.kept = densities(mask);
        this.units?.update();
      }
    } catch (problem) {
      say(this.part("mask-problem"), /** @type {Error} */ (problem).message, true);
    }
  }

  /**
   * A few kilobytes of kept shares are here long before the bits of a large layer.
   * @param {import("../charts/rounds.js").Round} round
   * @param {string} layer
   * @param {number[]} shape
   */
  async preview(round, layer, shape) {
    try {
      const coarse = await getGrid(round.ticket, layer);
      if (round === this.current() && layer === this.layer) {
        this.view?.preview({ name: layer, shape }, coarse);
      }
    } catch {
      // The bits are on their way too, and say what is wrong when they do not come.
    }
  }
}
