import { exerciseTime, zulu } from "../../parts/times";
import { TimeBar, type TimeMark } from "../../parts/TimeBar";
import { WATCH } from "../../words/first";
import { t } from "../../words/words";
import { knowing } from "../knowing";
import { FROM_MS, HEARS, LAUNCH_MS, OFFERS, UNTIL_MS, paceOf, type Story } from "./story";
import type { Watching } from "./useWatch";
import { MARKS } from "../../words/moments";

/** The one clock of both sides: what it shows can be dragged, and a drag is a question. */
export function Clock({ watching }: { watching: Watching }) {
  const { player, sides, story, edgeMs } = watching;
  const timeMs = player.timeMs.value;
  const time = exerciseTime(timeMs - LAUNCH_MS);
  const isPlaying = player.isPlaying.value;
  const ask = (at: number): void => {
    player.isPlaying.value = false;
    player.seek(at);
  };
  const hears = sides.value?.hears.picture;
  const answer = hears === undefined ? "" : knowing(hears, HEARS, time, timeMs).join(" ");
  return (
    <section class="clock">
      <div class="clock-face">
        <button type="button" class="play" onClick={() => (player.isPlaying.value = !isPlaying)}>
          {t(isPlaying ? WATCH.pause : WATCH.play)}
        </button>
        <button type="button" onClick={() => watching.choose(watching.agreement.value)}>
          {t(WATCH.again)}
        </button>
        <strong class="now">{time}</strong>
        <span class="zulu">{hears === undefined ? "" : zulu(hears.moment.value.utc_ms - hears.moment.value.time_ms + timeMs)}</span>
        <span class="ratio">
          {player.isWaiting.value && timeMs < UNTIL_MS ? t(WATCH.waiting) : t(WATCH.speed, { ratio: paceOf(story.value, timeMs) })}
        </span>
        <span class="watch-keys">
          <kbd>1</kbd>–<kbd>{OFFERS.length}</kbd> {t(WATCH.keyAgreement)} <kbd>{t(WATCH.keySpace)}</kbd> {t(WATCH.keyPlay)} <kbd>←</kbd> <kbd>→</kbd> {t(WATCH.keySeek)}
        </span>
      </div>
      <TimeBar
        label={WATCH.timeline}
        timeMs={timeMs}
        fromMs={FROM_MS}
        untilMs={UNTIL_MS}
        edgeMs={edgeMs.value}
        marks={marksOf(story.value)}
        said={`${time}. ${answer}`}
        onSeek={ask}
      />
    </section>
  );
}

/** Return the moments of a story as marks: the one who sees first above, the other below. */
function marksOf(story: Story): TimeMark[] {
  const marks: (TimeMark | null)[] = [
    mark(story.seenMs, t(MARKS.seen), "own", 0),
    mark(story.refusedMs, t(MARKS.refused), "quiet", 0),
    mark(story.trackedMs, t(MARKS.tracked), "own", 0),
    mark(story.toldMs, t(MARKS.told), "received", 1),
    mark(story.aimedMs, t(MARKS.aimed), "warn", 1),
    mark(story.warnedMs, t(MARKS.warned), "bad", 1),
    mark(story.selfMs, t(MARKS.self), "own", 1),
  ];
  return marks.filter((one) => one !== null);
}

function mark(timeMs: number | null, label: string, tone: TimeMark["tone"], row: 0 | 1): TimeMark | null {
  return timeMs === null ? null : { timeMs, label, tone, row, isNamed: true };
}
