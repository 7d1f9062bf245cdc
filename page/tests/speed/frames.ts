/** Drawing stubbed out, and a mark in the browser's trace for every frame in which the map drew. */

let draws = 0;

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

/** Mark what each frame did; the trace says what its script took. */
export function markFrames(): () => void {
  let asked = 0;
  const frame = () => {
    performance.mark(draws > 0 ? "frame drawn" : "frame idle");
    draws = 0;
    asked = requestAnimationFrame(frame);
  };
  asked = requestAnimationFrame(frame);
  return () => cancelAnimationFrame(asked);
}

stubDrawing();
