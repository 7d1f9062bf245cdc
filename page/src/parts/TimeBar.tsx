import type { Phrase } from "../words/words";
import { t } from "../words/words";

/** Something on a line of time; `row` 0 is the upper one. */
export interface TimeMark {
  timeMs: number;
  label: string;
  tone: "own" | "received" | "bad" | "warn" | "quiet" | "truth";
  row: 0 | 1;
  /** Written beside the mark once it has come, not only shown when asked. */
  isNamed?: boolean;
}

interface Props {
  label: Phrase;
  timeMs: number;
  fromMs: number;
  untilMs: number;
  /** How far there is anything to show. */
  edgeMs: number;
  marks: readonly TimeMark[];
  said: string;
  onSeek: (timeMs: number) => void;
}

const STEP_MS = 1000;
const NEAR = 0.14; // of the line: nearer to the one before it, a name stands farther out

/** Return the marks whose names would stand on another's. */
function crowded(marks: readonly TimeMark[], lengthMs: number): ReadonlySet<TimeMark> {
  const found = new Set<TimeMark>();
  for (const row of [0, 1]) {
    const named = marks.filter((mark) => mark.row === row && mark.isNamed === true).toSorted((a, b) => a.timeMs - b.timeMs);
    named.forEach((mark, place) => {
      const before = named[place - 1];
      if (before !== undefined && !found.has(before) && mark.timeMs - before.timeMs < NEAR * lengthMs) found.add(mark);
    });
  }
  return found;
}

/** A line of time to drag along, with what happened marked on it. */
export function TimeBar({ label, timeMs, fromMs, untilMs, edgeMs, marks, said, onSeek }: Props) {
  const far = crowded(marks, untilMs - fromMs);
  const share = (at: number): string => `${Math.min(100, Math.max(0, (100 * (at - fromMs)) / (untilMs - fromMs)))}%`;
  return (
    <div class="time-bar">
      <div class="time-track" aria-hidden="true">
        <i class="time-shot" style={{ width: share(edgeMs) }} />
        <i class="time-past" style={{ width: share(timeMs) }} />
        {marks.map((mark) => (
          <span
            key={`${mark.row}/${mark.timeMs}/${mark.label}`}
            class={`time-mark row-${mark.row} tone-${mark.tone}${mark.timeMs > timeMs ? " is-coming" : ""}${far.has(mark) ? " is-far" : ""}`}
            style={{ left: share(mark.timeMs) }}
            title={mark.label}
          >
            {mark.isNamed === true && mark.timeMs <= timeMs && <em>{mark.label}</em>}
          </span>
        ))}
      </div>
      <input
        type="range"
        aria-label={t(label)}
        aria-valuetext={said}
        min={fromMs}
        max={untilMs}
        step={STEP_MS}
        value={timeMs}
        onInput={(event) => onSeek(Number(event.currentTarget.value))}
      />
    </div>
  );
}
