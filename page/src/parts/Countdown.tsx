import type { Picture } from "../stream/picture";
import { countdown, exerciseTime, urgency } from "./times";

/** Time left by exercise time; it stands still when the clock does. */
export function Countdown({ picture, untilMs }: { picture: Picture; untilMs: number }) {
  const nowMs = picture.moment.value.time_ms;
  return (
    <span class={`countdown is-${urgency(untilMs, nowMs)}`} title={exerciseTime(untilMs)} role="timer" aria-live="off">
      {countdown(untilMs, nowMs)}
    </span>
  );
}

/** How long ago something was. */
export function Age({ picture, sinceMs }: { picture: Picture; sinceMs: number }) {
  return <span title={exerciseTime(sinceMs)}>{countdown(picture.moment.value.time_ms, sinceMs)}</span>;
}
