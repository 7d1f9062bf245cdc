/** Pictures for stories and tests, filled by one hello, as a stream would fill them. */
import type { Sections } from "../../src/stream/frames";
import { Picture } from "../../src/stream/picture";

const CLOCK = { speed_ratio: 1, is_paused: false, until_event: false, is_scored: true, is_over: false, is_stopped: false };

/** Return the picture of a node, or of the truth where the node is ''. */
export function pictureOf(node: string, state: Sections, timeMs: number): Picture {
  const picture = new Picture();
  const sees = node === "" ? "truth" : "node";
  picture.take({ type: "hello", seq: 1, time_ms: timeMs, utc_ms: timeMs, dtg: {}, sees, node, clock: CLOCK, state });
  return picture;
}
