import { signal } from "@preact/signals";
import { Refused, UNREACHABLE, get, post } from "../server/api";
import type { Line } from "./frames";
import { Strip, type FilmFrame } from "./strip";

const ASK_EVERY_MS = 1500; // how far it is shot
const MOST_KEPT = 16; // chunks, of all audiences together
const ASK_AGAIN_MS = 700; // for what is not shot yet
const NOT_NOW: readonly number[] = [404, 429, UNREACHABLE]; // put away or not played yet, asked too often, no server

/** Which film: see `docs/stream.md`. */
export interface FilmAsked {
  /** `exercise`, or the name of a shipped scenario in an open house. */
  source: string;
  /** '' for as it was played. */
  agreement: string;
  /** From which moment on everything is otherwise; -1 for as played. */
  at_ms: number;
  /** Another luck, or null. */
  run: number | null;
}

export interface FilmTold {
  film_id: string;
  state: "waiting" | "shooting" | "done" | "failed";
  why: string;
  source: string;
  agreement: string;
  from_ms: number;
  /** It can be played without a wait until then; what is further on is shot when it is asked for. */
  until_ms: number;
  /** -1 until that is known. */
  end_ms: number;
  /** Since when it is otherwise than its source; -1 if never. */
  branch_ms: number;
  chunk_ms: number;
  audiences: string[];
}

interface ChunkTold {
  /** Absent while the chunk is being shot. */
  frames?: FilmFrame[];
}

export const EXERCISE = "exercise";

/** Return how far there is anything: of the exercise as it is played, as far as it has come. */
export function edgeOf(told: FilmTold | null): number {
  if (told === null) return 0;
  if (told.source === EXERCISE && told.branch_ms < 0) return told.until_ms;
  return told.end_ms < 0 ? Infinity : told.end_ms - 1;
}

const pause = (lengthMs: number): Promise<void> => new Promise((done) => setTimeout(done, lengthMs));

/** A film on the server: how far it is shot, and its audiences as strips. */
export class Film {
  readonly told = signal<FilmTold | null>(null);
  /** Why there is none, in the server's words. */
  readonly fault = signal("");
  private readonly newest = new Map<string, Promise<readonly FilmFrame[] | null>>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;

  /** Ask for a film by what it shows, or go on with one that there is by its id. */
  open(asked: FilmAsked | string): this {
    const first = typeof asked === "string" ? get<FilmTold>(`/films/${asked}`) : post<FilmTold>("/films", asked);
    void this.hear(first);
    return this;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  strip(audience: string): Strip {
    const told = this.told.peek();
    if (told === null) throw new Error("a film is shown before it is told of");
    return new Strip(told.chunk_ms, (number) => this.chunk(audience, number));
  }

  /** Give a chunk; null while it is not shot, or cannot be had.  What is shown and what is read is asked for once. */
  async chunk(audience: string, number: number): Promise<readonly FilmFrame[] | null> {
    const told = this.told.peek();
    if (told === null || !told.audiences.includes(audience) || number * told.chunk_ms > edgeOf(told)) return null;
    const path = `/films/${told.film_id}/${audience}/${number}`;
    const asked = this.newest.get(path) ?? this.ask(path);
    this.newest.delete(path);
    const isWhole = (number + 1) * told.chunk_ms <= edgeOf(told);
    if (isWhole) this.newest.set(path, asked);
    for (const old of [...this.newest.keys()].slice(0, -MOST_KEPT)) this.newest.delete(old);
    const frames = await asked;
    if (frames === null) this.newest.delete(path);
    return frames;
  }

  private async ask(path: string): Promise<readonly FilmFrame[] | null> {
    try {
      return (await get<ChunkTold>(path)).frames ?? null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!NOT_NOW.includes(error.status)) this.fault.value = error.message;
      return null;
    }
  }

  /** Give the records of one audience between two times, a chunk at a time; what is not shot yet is waited for. */
  async *records(audience: string, fromMs: number, untilMs: number): AsyncGenerator<readonly Line[]> {
    const chunkMs = this.told.peek()?.chunk_ms;
    if (chunkMs === undefined) return;
    for (let number = Math.floor(fromMs / chunkMs); number * chunkMs <= untilMs; number++) {
      let frames = await this.chunk(audience, number);
      while (frames === null && !this.isClosed && this.fault.peek() === "") {
        await pause(ASK_AGAIN_MS);
        if (number * chunkMs > edgeOf(this.told.peek())) continue; // of a live exercise: not played yet
        frames = await this.chunk(audience, number);
      }
      if (frames === null || this.isClosed) return;
      yield frames.flatMap((frame) => (frame.type === "tick" ? frame.records : []));
    }
  }

  private async hear(asked: Promise<FilmTold>): Promise<void> {
    try {
      const told = await asked;
      if (this.isClosed) return;
      this.told.value = told;
      this.fault.value = told.state === "failed" ? told.why : "";
      if (told.state !== "done" && told.state !== "failed") this.later(told.film_id);
    } catch (error) {
      this.fault.value = error instanceof Error ? error.message : String(error);
      const told = this.told.peek();
      if (told !== null && !this.isClosed) this.later(told.film_id);
    }
  }

  private later(filmId: string): void {
    this.timer = setTimeout(() => void this.hear(get<FilmTold>(`/films/${filmId}`)), ASK_EVERY_MS);
  }
}
