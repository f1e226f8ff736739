// The section "How connections moved": two plots over iterations, and the masks as a film that is moved by hand or played once.
import { getJson, say } from "../api.js";
import { groups, weightsRemaining } from "../format.js";
import { exploredFigure, keptFigure } from "./movement.js";
import { Plot } from "./plot.js";

/** Masks a second while it plays. */
const PLAY_RATE = 2;
/** Most layers with a picture. */
const MOST_LAYERS = 24;

/** @param {HTMLElement} element */
export function start(element) {
  new Film(element).start();
}

class Film {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {{ label: string, tickets: string[] }[]} */
    this.trainings = JSON.parse(element.dataset.trainings ?? "[]");
    /** @type {import("./movement.js").Movie[]} */
    this.movies = [];
    this.timer = 0;
  }

  /** @param {string} name */
  part(name) {
    return /** @type {any} */ (this.element.querySelector(`[data-part="${name}"]`));
  }

  start() {
    this.plots = [["explored", exploredFigure], ["kept", keptFigure]].map(([name, figure]) => new Plot(/** @type {HTMLElement} */ (this.element.querySelector(`figure[data-plot=${name}]`)), (hidden) => /** @type {typeof exploredFigure} */ (figure)(this.movies, hidden)));
    this.part("training").addEventListener("change", () => this.load());
    this.part("frame").addEventListener("input", () => {
      this.stop();
      this.show();
    });
    this.part("frame-play").addEventListener("click", () => this.play());
    this.load();
  }

  async load() {
    this.stop();
    const training = this.trainings[Number(this.part("training").value)];
    try {
      const movies = await Promise.all(training.tickets.map((ticket) => getJson(`/api/tickets/${ticket}/movie`)));
      if (training !== this.trainings[Number(this.part("training").value)]) {
        return;
      }

      this.movies = movies.filter((movie) => movie.points.length + movie.frames.length > 0);
      say(this.part("movie-problem"), this.movies.length === 0 ? "Neither the journal nor the result of this training is kept here." : "", true);
    } catch (problem) {
      say(this.part("movie-problem"), /** @type {Error} */ (problem).message, true);
    }

    this.plots?.forEach((plot) => plot.update());
    this.frames = this.movies[0]?.frames.filter((frame) => frame.hasPicture) ?? [];
    this.part("frames").hidden = this.frames.length === 0;
    this.part("no-frames").hidden = this.frames.length > 0 || (this.movies[0]?.frames.length ?? 0) === 0;
    this.part("frame").max = String(Math.max(0, this.frames.length - 1));
    this.part("frame").value = "0";
    this.show();
  }

  show() {
    const frame = this.frames?.[Number(this.part("frame").value)];
    if (!frame) {
      return;
    }

    const point = this.movies[0].points.find((one) => one.iteration === frame.iteration);
    const text = `Iteration ${groups(frame.iteration)} of replicate 1${point ? `: ${weightsRemaining(point.explored)} explored${point.moved === null ? "" : `, ${weightsRemaining(point.moved)} of the active weights stand elsewhere than at the start`}` : ""}.`;
    say(this.part("frame-text"), text);
    this.part("frame").setAttribute("aria-valuetext", text);
    const list = this.part("frame-masks");
    const layers = frame.layers.filter((layer) => layer.kept < layer.count).slice(0, MOST_LAYERS);
    if (list.childElementCount !== layers.length) {
      list.replaceChildren(...layers.map(() => {
        const item = document.createElement("li");
        item.append(Object.assign(document.createElement("img"), { alt: "", width: 96, height: 96 }), document.createElement("span"));
        return item;
      }));
    }

    layers.forEach((layer, place) => {
      const [image, words] = list.children[place].children;
      image.src = `/api/tickets/${this.movies[0].training}/movie/${frame.iteration}/${encodeURIComponent(layer.name)}.png?size=96`;
      words.textContent = `${layer.name}: ${weightsRemaining(layer.kept / Math.max(1, layer.count))}`;
    });
  }

  play() {
    if (this.timer !== 0) {
      this.stop();
      return;
    }

    const slider = this.part("frame");
    slider.value = slider.value === slider.max ? "0" : slider.value;
    this.show();
    this.part("frame-play").textContent = "Stop";
    this.timer = window.setInterval(() => {
      slider.value = String(Number(slider.value) + 1);
      this.show();
      if (slider.value === slider.max) {
        this.stop();
      }
    }, 1000 / PLAY_RATE);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.part("frame-play").textContent = "Play";
  }
}
