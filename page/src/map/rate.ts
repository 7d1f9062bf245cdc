const WINDOW_MS = 5_000;
const LEAST_PER_S = 10;
const LONGEST_GAP_MS = 2_000; // longer is not slow drawing: the page was hidden, or nothing moved

/**
 * Tells when a map draws too slowly: fewer than 10 frames a second for 5 s of drawing.
 *
 * Only time in which frames were wanted counts; a map that stands still draws none and is not slow.
 */
export class SlowWatch {
  private drawnAtMs: number[] = [];

  /** Take the moment of a frame that followed another because something moved; return whether it is too slow. */
  frame(nowMs: number): boolean {
    const last = this.drawnAtMs[this.drawnAtMs.length - 1];
    if (last !== undefined && nowMs - last > LONGEST_GAP_MS) this.drawnAtMs = [];
    this.drawnAtMs.push(nowMs);
    const first = this.drawnAtMs[0] as number;
    if (nowMs - first < WINDOW_MS) return false;
    const isSlow = ((this.drawnAtMs.length - 1) * 1_000) / (nowMs - first) < LEAST_PER_S;
    this.drawnAtMs = this.drawnAtMs.filter((atMs) => nowMs - atMs < WINDOW_MS);
    return isSlow;
  }

  /** Nothing moves any more. */
  rest(): void {
    this.drawnAtMs = [];
  }
}
