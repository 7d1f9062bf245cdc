const LEAST_MS = 1_000;

/** Runs something when it is asked for, but at most once a second: what is asked between is done at its end. */
export class Pace {
  private lastMs = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `leastWaitMs`: how long after it was asked for it is done at the soonest. */
  constructor(
    private readonly leastWaitMs: number,
    private readonly run: () => void,
  ) {}

  ask(): void {
    if (this.timer !== undefined) return;
    const waitMs = Math.max(this.leastWaitMs, this.lastMs + LEAST_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.lastMs = performance.now();
      this.run();
    }, waitMs);
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
