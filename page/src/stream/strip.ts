import { batch } from "@preact/signals";
import type { Hello, Tick } from "./frames";
import { Picture } from "./picture";
import type { SectionName } from "./sections";

/** What a chunk of a film holds: how things stand at its first tick, then what changes. */
export type FilmFrame = Hello | Tick;
/** Give a chunk by its number; null while it is not shot. */
export type LoadChunk = (number: number) => Promise<readonly FilmFrame[] | null>;

const AHEAD = 2; // chunks asked for beyond the one that is shown
const BEHIND = 1; // chunks kept before it, so that a step back is quick

/**
 * One audience of one film, as a picture of any moment of it.
 *
 * It holds a few chunks around what is shown and lets go of the others.
 */
export class Strip {
  readonly picture = new Picture();
  private readonly chunks = new Map<number, readonly FilmFrame[]>();
  private readonly asked = new Set<number>();
  /** The chunk that is shown, and which of its frames comes next. */
  private at = { chunk: -1, next: 0, timeMs: -1 };

  constructor(
    private readonly chunkMs: number,
    private readonly load: LoadChunk,
  ) {}

  /** Ask for what is needed at a time and soon after it; let go of what is far from it. */
  want(timeMs: number): void {
    const here = this.numberAt(timeMs);
    for (const number of this.chunks.keys()) {
      if (number < here - BEHIND || number > here + AHEAD) this.chunks.delete(number);
    }
    for (let number = here; number <= here + AHEAD; number++) void this.fetch(number);
  }

  /** Ask again for what was not shot when it was asked for. */
  askAgain(): void {
    this.asked.clear();
  }

  /** Return until when everything from a time on is here; null where its own moment is not. */
  readyUntil(timeMs: number): number | null {
    let number = this.numberAt(timeMs);
    if (!this.chunks.has(number)) return null;
    while (this.chunks.has(number + 1)) number += 1;
    return (number + 1) * this.chunkMs - 1;
  }

  /** Bring the picture to a time; false where that moment is not here yet. */
  show(timeMs: number): boolean {
    const number = this.numberAt(timeMs);
    const frames = this.chunks.get(number);
    if (frames === undefined) return false;
    batch(() => {
      if (timeMs < this.at.timeMs || number > this.at.chunk + 1) this.forget();
      if (number !== this.at.chunk) this.goInto(number, frames, timeMs);
      this.takeUntil(frames, timeMs);
      this.at.timeMs = timeMs;
    });
    return true;
  }

  private goInto(number: number, frames: readonly FilmFrame[], timeMs: number): void {
    const isGoingOn = this.at.chunk >= 0;
    if (isGoingOn) this.takeUntil(this.chunks.get(this.at.chunk) ?? [], timeMs);
    this.at = { chunk: number, next: 0, timeMs };
    const first = frames[0];
    if (!isGoingOn || first?.type !== "hello") return;
    this.picture.take(goingOn(first, this.picture));
    this.at.next = 1;
  }

  private forget(): void {
    this.at = { chunk: -1, next: 0, timeMs: -1 };
    this.picture.records.value = [];
  }

  private takeUntil(frames: readonly FilmFrame[], timeMs: number): void {
    for (;;) {
      const frame = frames[this.at.next];
      if (frame === undefined || (frame.time_ms > timeMs && this.at.next > 0)) return;
      this.picture.take(frame);
      this.at.next += 1;
    }
  }

  private async fetch(number: number): Promise<void> {
    if (number < 0 || this.chunks.has(number) || this.asked.has(number)) return;
    this.asked.add(number);
    const frames = await this.load(number);
    if (frames === null || frames.length === 0) return; // asked for again when the film has grown
    this.asked.delete(number);
    this.chunks.set(number, frames);
  }

  private numberAt(timeMs: number): number {
    return Math.floor(timeMs / this.chunkMs);
  }
}

/** Return a chunk's hello as a change against what stands: no cut, for those who remember what was. */
export function goingOn(hello: Hello, picture: Picture): Tick {
  const gone: Tick["gone"] = {};
  for (const [name, items] of Object.entries(hello.state)) {
    const before = picture.section(name as SectionName).peek();
    gone[name] = [...before.keys()].filter((key) => !(key in items));
  }
  const { seq, time_ms, utc_ms, dtg, state } = hello;
  return { type: "tick", seq, time_ms, utc_ms, dtg, records: [], changed: state, gone };
}
