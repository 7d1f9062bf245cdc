/** What a page's own script takes of each frame, and drawing stubbed out. */

export interface Counted {
  /** Frames in which the map drew. */
  drawn: number;
  /** Script time of each of them in ms: the frame's own callbacks and all that ran since the frame before. */
  script_ms: number[];
}

let spentMs = 0;
let draws = 0;
let take: ((frameMs: number, draws: number) => void) | null = null;
let frameAt = -1;

function timed<A extends unknown[]>(run: (...given: A) => void): (...given: A) => void {
  return (...given) => {
    const beganMs = performance.now();
    try {
      run(...given);
    } finally {
      spentMs += performance.now() - beganMs;
    }
  };
}

function closeFrame(nowMs: number): void {
  if (nowMs === frameAt) return;
  if (frameAt >= 0) take?.(spentMs, draws);
  frameAt = nowMs;
  spentMs = 0;
  draws = 0;
}

function timeCallbacks(): void {
  const { requestAnimationFrame: ask, setTimeout: later, setInterval: often } = window;
  window.requestAnimationFrame = (run) =>
    ask((nowMs) => {
      closeFrame(nowMs);
      timed(run)(nowMs);
    });
  window.setTimeout = ((run: () => void, ms?: number) => later(timed(run), ms)) as typeof window.setTimeout;
  window.setInterval = ((run: () => void, ms?: number) => often(timed(run), ms)) as typeof window.setInterval;
}

const DRAWS = ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced", "drawRangeElements"] as const;
const SILENT = ["clear", "clearBufferfv", "blitFramebuffer", "generateMipmap"] as const;

function stubDrawing(): void {
  const gl = WebGL2RenderingContext.prototype as unknown as Record<string, () => void>;
  for (const name of DRAWS) {
    gl[name] = () => {
      draws += 1;
    };
  }
  for (const name of SILENT) gl[name] = () => undefined;
}

timeCallbacks();
if (new URLSearchParams(location.search).has("stubbed")) stubDrawing();

export async function countFrames(forMs: number): Promise<Counted> {
  const script_ms: number[] = [];
  take = (ms, drawn) => {
    if (drawn > 0) script_ms.push(Math.round(ms * 100) / 100);
  };
  await new Promise((done) => setTimeout(done, forMs));
  take = null;
  return { drawn: script_ms.length, script_ms };
}
