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
    /** @type {Map<string, { sequence: number, hear: (message: Message) => void, catchUp: () => void, early?: Message[] }>} */
    this.followed = new Map();
    this.lastHeard = new Date();
    this.brokenAt = 0;
    this.isConnecting = false;
    this.isLeaving = false;
    this.state("connecting");
  }

  /**
   * @param {string} experiment
   * @param {number} sequence last event that the page knows
   * @param {(message: Message) => void} hear
   * @param {() => void} catchUp called when the gap is no longer kept, or when points were left out: the server's page has everything
   */
  follow(experiment, sequence, hear, catchUp) {
    this.followed.set(experiment, { sequence, hear, catchUp });
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

    this.connection.on("Behind", (/** @type {string} */ experiment) => this.followed.get(experiment)?.catchUp());
    this.connection.onreconnecting(() => this.lost());
    this.connection.onreconnected(() => this.connect());
    this.connection.onclose(() => this.closed());

    // Not before the page really goes: a download or an answer "stay here" begins to leave too.
    addEventListener("pagehide", () => {
      this.isLeaving = true;
      this.connection.stop();
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted) {
        this.isLeaving = false;
        this.connect();
      }
    });
    const tried = new Promise((resolve) => {
      this.tried = resolve;
    });
    this.connect();
    await tried;
  }

  /** Connects where there is no connection, then subscribes; one at a time, until it has worked. */
  async connect() {
    if (this.isConnecting) {
      this.hurry?.();
      return;
    }

    this.isConnecting = true;
    for (let attempt = 0; !this.isLeaving; attempt++) {
      try {
        if (this.connection.state === "Disconnected") {
          await this.connection.start();
        }

        await this.subscribe();
        this.tried?.(undefined);
        break;
      } catch {
        if (this.brokenAt === 0) {
          this.lost();
        }

        // While the library reconnects by itself there is nothing to ask; it says when there is.
        this.tried?.(undefined);
        await this.pause(this.wait(attempt + 1));
      }
    }

    this.isConnecting = false;
  }

  closed() {
    if (!this.isLeaving) {
      this.lost();
      this.connect();
    }
  }

  /** @param {number} milliseconds */
  pause(milliseconds) {
    return new Promise((resolve) => {
      this.hurry = () => resolve(undefined);
      setTimeout(resolve, milliseconds);
    });
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
      const early = follower.early;
      follower.early = undefined;
      missed.events.forEach((message) => this.hear(message));
      follower.sequence = missed.isReset ? missed.sequence : Math.max(follower.sequence, missed.sequence);

      // Of the moment of the answer: what came meanwhile is newer.
      if (missed.status) {
        this.hear({ ...missed.status, type: "status" });
      }

      early.forEach((message) => this.hear(message));
      if (missed.isReset) {
        follower.catchUp();
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
