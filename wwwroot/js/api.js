// Calls to the service. A refusal comes back as an Error whose message is the sentence that the service wrote for people.

/** @param {string} address */
export async function getJson(address) {
  return answer(await fetch(address, { headers: { accept: "application/json" } }));
}

/**
 * @param {string} method
 * @param {string} address
 * @param {unknown} [body]
 */
export async function send(method, address, body) {
  /** @type {Record<string, string>} */
  const headers = { accept: "application/json", "x-lotterylab": "browser" };
  const token = document.querySelector("meta[name=antiforgery]")?.getAttribute("content");
  if (token) {
    headers["RequestVerificationToken"] = token;
  }

  if (body !== undefined) {
    headers["content-type"] = "application/json";
  }

  return answer(await fetch(address, { method, headers, body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body) }));
}

/** @param {Response} response */
async function answer(response) {
  const text = await response.text();
  const json = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null;
  if (!response.ok) {
    const problems = Array.isArray(json?.problems) ? json.problems.map((/** @type {any} */ problem) => `${problem.path ? `${problem.path}: ` : ""}${problem.message}`) : [];
    throw new Error(problems.length > 0 ? problems.join(" ") : [json?.title, json?.detail, json?.fix].filter((part, index, all) => part && all.indexOf(part) === index).join(" ") || `The server answered ${response.status}.`);
  }

  return json;
}

/**
 * Packed mask of a layer.
 * @param {string} ticket
 * @param {string} layer
 */
export async function getMask(ticket, layer) {
  const response = await fetch(`/api/tickets/${encodeURIComponent(ticket)}/masks/${encodeURIComponent(layer)}`, { headers: { accept: "application/octet-stream" } });
  if (!response.ok) {
    throw new Error(response.status === 404 ? `The mask of ${layer} is not stored here.` : `The server answered ${response.status} for the mask of ${layer}.`);
  }

  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Says something in a status line, or in its place that something went wrong.
 * @param {Element | null} line
 * @param {string} text
 * @param {boolean} [isProblem]
 */
export function say(line, text, isProblem = false) {
  if (line instanceof HTMLElement) {
    line.textContent = text;
    line.classList.toggle("problem", isProblem);
    line.hidden = text === "";
  }
}
