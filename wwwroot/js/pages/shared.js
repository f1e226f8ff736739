// A shared page that follows live: new rounds appear in its chart. A frozen one only draws what it holds.
import { getJson } from "../api.js";
import { runCharts } from "../charts/runs.js";
import { LiveConnection } from "../live/connection.js";

/** @param {HTMLElement} element with data-runs, and data-token when it is live */
export async function start(element) {
  const { runs, update } = runCharts(element);
  if (!element.dataset.token) {
    return;
  }

  const live = new LiveConnection(document.querySelector("[data-live-state]"), element.dataset.token);
  for (const run of runs.filter((candidate) => candidate.id !== "")) {
    live.follow(run.id, 0, (message) => {
      if (message.type !== "round") {
        return;
      }

      const position = run.rounds.findIndex((one) => one.replicate === message.round.replicate && one.branch === message.round.branch && one.draw === message.round.draw && one.round === message.round.round);
      run.rounds.splice(position < 0 ? run.rounds.length : position, position < 0 ? 0 : 1, message.round);
      update();
      judge(element.dataset.token ?? "", runs, update);
    }, () => {});
  }

  await live.start();
}

/**
 * Who wins is judged by the server, after each round that finishes.
 * @param {string} token
 * @param {import("../charts/rounds.js").Run[]} runs
 * @param {() => void} update
 */
async function judge(token, runs, update) {
  try {
    const answers = await getJson(`/api/shared/${encodeURIComponent(token)}/verdict`);
    runs.forEach((run, position) => Object.assign(run, { sentence: answers[position].summary, branches: answers[position].branches }));
    update();
  } catch {
    // The next round asks again.
  }
}
