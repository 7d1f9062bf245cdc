/** Times as people read them.  All of them come from the frames; this only writes them. */

const SECOND_MS = 1000;
const pad = (value: number): string => String(value).padStart(2, "0");

/** Return a length of time as `m:ss`, from an hour on as `h:mm:ss`; always without its sign. */
export function span(lengthMs: number): string {
  const total = Math.floor(Math.abs(lengthMs) / SECOND_MS);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** Return an exercise time as staffs say it: `T+4:00`. */
export function exerciseTime(timeMs: number): string {
  return `T${timeMs < 0 ? "\u2212" : "+"}${span(timeMs)}`;
}

/**
 * Return how long it is until a time, `4:00`; after it, how long ago, `+0:12`.
 *
 * A second that has begun counts as left: what shows 0:00 is due now.
 */
export function countdown(untilMs: number, nowMs: number): string {
  const leftMs = untilMs - nowMs;
  return leftMs >= 0 ? span(Math.ceil(leftMs / SECOND_MS) * SECOND_MS) : `+${span(leftMs)}`;
}

/** How pressing a time is: for the colour and the word beside a countdown. */
export type Urgency = "past" | "now" | "soon" | "calm";

export function urgency(untilMs: number, nowMs: number, nowBelowMs = 60_000, soonBelowMs = 240_000): Urgency {
  const leftMs = untilMs - nowMs;
  if (leftMs < 0) return "past";
  if (leftMs < nowBelowMs) return "now";
  return leftMs < soonBelowMs ? "soon" : "calm";
}

/** Return a moment of the exercise's calendar as `09:12:30Z`. */
export function zulu(utcMs: number): string {
  const at = new Date(utcMs);
  return `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}Z`;
}
