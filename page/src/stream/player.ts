import { batch, signal } from "@preact/signals";

const LONGEST_STEP_MS = 250; // of the computer's time between two pictures: a page that was hidden does not leap
const ASK_AGAIN_MS = 1000;

/** What a player shows: a strip of a film, or anything that has moments. */
export interface Shown {
  want(timeMs: number): void;
  askAgain(): void;
  readyUntil(timeMs: number): number | null;
  show(timeMs: number): boolean;
}

/** How fast a film is played at a moment, as a multiple of exercise time. */
export type Pace = (timeMs: number) => number;

/** One clock for all that is shown side by side.  It waits where a film is not shot yet, or has not come yet. */
export class Player {
  /** Exercise time, between ticks too. */
  readonly timeMs = signal(0);
  readonly isPlaying = signal(false);
  readonly isWaiting = signal(true);
  /** What the pace is multiplied with; the pace is 1 unless a screen sets another. */
  readonly speed = signal(1);
  pace: Pace = () => 1;

  private shown: readonly Shown[] = [];
  private endMs: () => number = () => Infinity;
  private frame = 0;
  private waitedMs = 0;
  private isAsked = true; // the time was set and not shown yet

  /** Show these from now on, at the time at which the clock stands. */
  put(shown: readonly Shown[], endMs: () => number = () => Infinity): void {
    this.shown = shown;
    this.endMs = endMs;
    this.isAsked = true;
    this.isWaiting.value = true;
    this.advance(0);
  }

  seek(timeMs: number): void {
    this.timeMs.value = Math.max(0, Math.min(timeMs, this.endMs() || timeMs));
    this.isAsked = true;
    this.advance(0);
  }

  /** Run by the computer's clock until `stop`. */
  run(): void {
    let beforeMs = performance.now();
    const turn = (nowMs: number): void => {
      this.frame = requestAnimationFrame(turn);
      this.advance(Math.min(Math.max(nowMs - beforeMs, 0), LONGEST_STEP_MS));
      beforeMs = nowMs;
    };
    this.frame = requestAnimationFrame(turn);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }

  /** Go on by a time of the computer's. */
  advance(elapsedMs: number): void {
    if (this.shown.length === 0) return;
    const nowMs = this.timeMs.peek();
    const step = this.isPlaying.peek() ? elapsedMs * this.speed.peek() * this.pace(nowMs) : 0;
    if (step === 0 && !this.isAsked && !this.isWaiting.peek()) return;
    const targetMs = Math.max(nowMs, Math.min(nowMs + step, this.endMs()));
    for (const one of this.shown) one.want(nowMs);
    const readyMs = this.shown.map((one) => one.readyUntil(nowMs));
    const isHere = readyMs.every((until) => until !== null);
    const untilMs = Math.min(targetMs, ...readyMs.map((until) => until ?? nowMs));
    batch(() => {
      if (isHere) {
        for (const one of this.shown) one.show(untilMs);
        this.timeMs.value = untilMs;
        this.isAsked = false;
      }
      this.isWaiting.value = !isHere || untilMs < targetMs;
    });
    this.askWhileWaiting(elapsedMs);
  }

  private askWhileWaiting(elapsedMs: number): void {
    this.waitedMs = this.isWaiting.peek() ? this.waitedMs + elapsedMs : 0;
    if (this.waitedMs < ASK_AGAIN_MS) return;
    this.waitedMs = 0;
    for (const one of this.shown) one.askAgain();
  }
}
