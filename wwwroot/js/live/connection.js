// The live connection: one hub for all experiments of a page. It remembers the last sequence number of each, asks for the gap after a
// break, and says plainly how fresh the page is: connecting, live, reconnecting, stale.

/** @typedef {{ type: string, experimentId: string, sequence: number, at: string, [field: string]: any }} Message */
/** @typedef {{ sequence: number, isReset: boolean, events: Message[], status: Message | null }} CatchUp */

const HUB = "/hubs/live";
/** Calls of the hub, and the type that the same message carries in the answer to a subscription. */
const MESSAGES = { Status: "status", State: "state", Points: "points", Round: "round", MaskReady: "maskReady" };
const WAITS = [0, 1000, 2000, 4000, 8000];
/** After this long without a connection what is shown counts as stale. */
const STALE_AFTER = 30_000;

/** @returns {Promise<any>} the signalR object */
function library() {
  return new Promise((resolve, reject) => {
    const known = /** @type {any} */ (window).signalR;
    if (known) {
      resolve(known);
      return;
    }

    const script = document.createElement("script");
    script.src = document.body.dataset.signalr ?? "";
    script.addEventListener("load", () => resolve(/** @type {any} */ (window).signalR));
    script.addEventListener("error", () => reject(new Error("The live connection's library could not be loaded.")));
    document.head.append(script);
  });
}

export class LiveConnection {
  /**
   * @param {HTMLElement | null} banner where the state is said
   * @param {string} [token] of a share link, when the page belongs to one
   */
  constructor(banner, token) {
    this.banner = banner;
    this.token = token;
    /** @type {Map<string, { sequence: number, hear: (message: Message) => void, reload: () => void, early?: Message[] }>} */
    this.followed = new Map();
    this.lastHeard = new Date();
    this.brokenAt = 0;
    this.state("connecting");
  }

  /**
   * @param {string} experiment
   * @param {number} sequence last event that the page knows
   * @param {(message: Message) => void} hear
   * @param {() => void} reload called when the gap is no longer kept
   */
  follow(experiment, sequence, hear, reload) {
    this.followed.set(experiment, { sequence, hear, reload });
  }

  async start() {
    const signalR = await library();
    this.connection = new signalR.HubConnectionBuilder()
      .withUrl(HUB)
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (/** @type {{ previousRetryCount: number }} */ context) => this.wait(context.previousRetryCount) })
      .configureLogging(signalR.LogLevel.None)
      .build();
    for (const [method, type] of Object.entries(MESSAGES)) {
      this.connection.on(method, (/** @type {Message} */ message) => this.hear({ ...message, type }));
    }

    this.connection.on("Behind", (/** @type {string} */ experiment) => this.followed.get(experiment)?.reload());
    this.connection.onreconnecting(() => this.lost());
    this.connection.onreconnected(() => this.subscribe());
    addEventListener("beforeunload", () => this.connection.stop());
    await this.connect(0);
  }

  /** @param {number} attempt */
  async connect(attempt) {
    try {
      await this.connection.start();
      await this.subscribe();
    } catch {
      if (attempt === 0) {
        this.lost();
      }

      setTimeout(() => this.connect(attempt + 1), this.wait(attempt + 1));
    }
  }

  /** @param {number} attempt */
  wait(attempt) {
    const wait = WAITS[Math.min(attempt, WAITS.length - 1)];
    this.state(performance.now() - this.brokenAt > STALE_AFTER && this.brokenAt > 0 ? "stale" : "reconnecting", Math.round(wait / 1000));
    return wait;
  }

  lost() {
    this.brokenAt = performance.now();
    this.state("reconnecting", 0);
  }

  async subscribe() {
    for (const [experiment, follower] of this.followed) {
      // What happens while the gap is fetched may arrive before it, and would make the gap look like old news.
      follower.early = [];
      /** @type {CatchUp} */
      const missed = await (this.token ? this.connection.invoke("SubscribeShare", this.token, experiment, follower.sequence) : this.connection.invoke("Subscribe", experiment, follower.sequence));
      if (missed.isReset) {
        follower.reload();
      }

      const early = follower.early;
      follower.early = undefined;
      missed.events.forEach((message) => this.hear(message));
      follower.sequence = Math.max(follower.sequence, missed.sequence);
      early.forEach((message) => this.hear(message));
      if (missed.status) {
        this.hear({ ...missed.status, type: "status" });
      }
    }

    this.brokenAt = 0;
    this.state("live");
  }

  /** @param {Message} message */
  hear(message) {
    const follower = this.followed.get(message.experimentId);
    if (follower?.early) {
      follower.early.push(message);
      return;
    }

    if (!follower || (message.sequence > 0 && message.sequence <= follower.sequence)) {
      return;
    }

    this.lastHeard = new Date();
    follower.sequence = Math.max(follower.sequence, message.sequence);
    follower.hear(message);
  }

  /**
   * @param {"connecting" | "live" | "reconnecting" | "stale"} name
   * @param {number} [seconds]
   */
  state(name, seconds = 0) {
    if (!this.banner) {
      return;
    }

    const clock = this.lastHeard.toLocaleTimeString(undefined, { hour12: false });
    const retry = seconds > 0 ? ` Retrying in ${seconds} s.` : " Retrying now.";
    const texts = {
      connecting: "Connecting…",
      live: "Live",
      reconnecting: `Connection lost. Training continues on the server. Showing data up to ${clock}.${retry}`,
      stale: `Stale: no connection for a while. Training continues on the server. Showing data up to ${clock}.${retry}`,
    };
    this.banner.textContent = texts[name];
    this.banner.dataset.state = name;
  }
}
