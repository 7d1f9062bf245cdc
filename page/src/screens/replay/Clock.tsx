import { useEffect } from "preact/hooks";
import { exerciseTime, zulu } from "../../parts/times";
import { TimeBar } from "../../parts/TimeBar";
import { REPLAY } from "../../words/replay";
import { t } from "../../words/words";
import { markOf } from "./marks";
import type { Replay } from "./useReplay";

const SPEEDS = [1, 2, 5, 10, 30, 60] as const;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -10_000, ArrowRight: 10_000, ",": -1_000, ".": 1_000 };

/** Scrub, speed, and what happened when: the left side's above, the right side's below. */
export function Clock({ replay }: { replay: Replay }) {
  const { player, sides, edgeMs, endMs } = replay;
  useKeys(replay);
  const timeMs = player.timeMs.value;
  const isPlaying = player.isPlaying.value;
  const moment = sides[0].strip.value?.picture.moment.value;
  const seek = (at: number): void => {
    player.isPlaying.value = false;
    player.seek(at);
  };
  return (
    <section class="clock">
      <div class="clock-face">
        <button type="button" class="play" onClick={() => (player.isPlaying.value = !isPlaying)}>
          {t(isPlaying ? REPLAY.pause : REPLAY.play)}
        </button>
        <label>
          {t(REPLAY.speed)}{" "}
          <select value={player.speed.value} onChange={(event) => (player.speed.value = Number(event.currentTarget.value))}>
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>
                {speed}×
              </option>
            ))}
          </select>
        </label>
        <strong class="now">{exerciseTime(timeMs)}</strong>
        <span class="zulu">{moment === undefined ? "" : `${zulu(moment.utc_ms - moment.time_ms + timeMs)} ${moment.dtg["Z"] ?? ""}`}</span>
        <span class="ratio">{player.isWaiting.value ? t(REPLAY.waiting) : ""}</span>
        <span class="hint">{t(REPLAY.keys)}</span>
      </div>
      <TimeBar
        label={REPLAY.timeline}
        timeMs={timeMs}
        fromMs={0}
        untilMs={endMs.value}
        edgeMs={Math.min(edgeMs.value, endMs.value)}
        marks={[...sides[0].noted.value.map((noted) => markOf(noted, 0)), ...sides[1].noted.value.map((noted) => markOf(noted, 1))]}
        said={exerciseTime(timeMs)}
        onSeek={seek}
      />
    </section>
  );
}

function useKeys({ player }: Replay): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof Element && target.matches("input:not([type=range]), select, textarea, canvas, .map-place")) return;
      const step = STEPS[event.key];
      const isButton = target instanceof Element && target.matches("button, a");
      if (step !== undefined) player.seek(player.timeMs.peek() + step);
      else if (event.key === " " && !isButton) player.isPlaying.value = !player.isPlaying.peek();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
