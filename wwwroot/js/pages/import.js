// Uploads an experiment that another server exported. A request that tells how far it is: files may be large.
import { say } from "../api.js";

/** @param {HTMLFormElement} form with a file field, a progress bar and a status line */
export function start(form) {
  const line = form.querySelector("[data-part=result]");
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = /** @type {HTMLInputElement} */ (form.elements.namedItem("file")).files?.[0];
    if (!file) {
      say(line, "Choose a file first.", true);
      return;
    }

    const request = new XMLHttpRequest();
    request.open("POST", `/api/experiments/import?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/zip");
    request.upload.addEventListener("progress", (news) => {
      bar.value = news.lengthComputable ? news.loaded / news.total : 0;
      say(line, news.loaded === news.total ? "Checking what is in it." : "Uploading.");
    });
    request.addEventListener("loadend", () => {
      button.disabled = false;
      bar.hidden = true;
      finish(request, line);
    });
    bar.hidden = false;
    button.disabled = true;
    request.send(file);
  });
}

/**
 * @param {XMLHttpRequest} request
 * @param {Element | null} line
 */
function finish(request, line) {
  const isJson = request.getResponseHeader("content-type")?.includes("json");
  const answer = isJson ? JSON.parse(request.responseText) : null;
  if (request.status === 200 || request.status === 201) {
    location.assign(`/experiments/${answer.id}`);
    return;
  }

  say(line, answer?.title ? [answer.title, answer.fix].filter(Boolean).join(" ") : request.status === 0 ? "The connection was lost. Nothing was imported." : `The server answered ${request.status}. Nothing was imported.`, true);
}
