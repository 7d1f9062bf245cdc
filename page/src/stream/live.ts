import { signal } from "@preact/signals";
import type { Frame } from "./frames";
import { Picture } from "./picture";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const ROLES_CHANGED = 4001; // the server's closing code: come back at once, the seat sees something else now
const NO_SESSION = 1008;

export type Link = "joining" | "live" | "lost" | "refused";

/**
 * A picture kept up to date by the server over `/stream`; it comes back to its place when the line drops.
 *
 * `node`: what to look at, where the seat may choose; '' for what its roles see first.
 */
export class LiveStream {
  readonly picture = new Picture();
  readonly link = signal<Link>("joining");
  /** By this computer's own clock, for nothing but the age of what is shown while the line is lost. */
  readonly heardAtMs = signal(0);

  private socket: WebSocket | null = null;
  private waitMs = FIRST_WAIT_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;
  private hasHeard = false;

  constructor(private readonly node = "") {}

  open(): this {
    this.isClosed = false;
    this.connect();
    return this;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  private connect(): void {
    const query = new URLSearchParams();
    if (this.node !== "") query.set("node", this.node);
    if (this.hasHeard) query.set("after", String(this.picture.seq.value));
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/stream?${query}`);
    this.socket = socket;
    socket.onmessage = (event: MessageEvent<string>) => {
      if (this.socket === socket) this.hear(event.data);
    };
    socket.onclose = (event) => {
      if (this.isClosed || this.socket !== socket) return;
      if (event.code === NO_SESSION) {
        this.link.value = "refused";
        return;
      }
      this.link.value = "lost";
      if (event.code === ROLES_CHANGED) {
        this.hasHeard = false;
        this.waitMs = 0;
      }
      this.timer = setTimeout(() => this.connect(), this.waitMs);
      this.waitMs = Math.min(Math.max(2 * this.waitMs, FIRST_WAIT_MS), LONGEST_WAIT_MS);
    };
  }

  private hear(text: string): void {
    this.picture.take(JSON.parse(text) as Frame);
    this.hasHeard = true;
    this.link.value = "live";
    this.heardAtMs.value = Date.now();
    this.waitMs = FIRST_WAIT_MS;
  }
}
