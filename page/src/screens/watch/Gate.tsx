import { exerciseTime } from "../../parts/times";
import { REASONS, WATCH } from "../../words/first";
import { t } from "../../words/words";
import { named } from "../../words/places";
import { crossingsAt, heldBackAt, takenBy } from "./crossing";
import { HEARS, LAUNCH_MS, OFFERS, TELLS } from "./story";
import type { Sides, Watching } from "./useWatch";

/** The agreement between the two: what it lets through, what it takes from it, what it holds back. */
export function Gate({ watching, sides }: { watching: Watching; sides: Sides }) {
  const { player, agreement } = watching;
  const sent = sides.tells.picture.records;
  const timeMs = player.timeMs.value;
  const heldBack = heldBackAt(sent.value, timeMs);
  const isCrossing = crossingsAt(sent.value, sides.hears.picture.records.value, timeMs).length > 0;
  const taken = takenBy(sides.tells.picture.section("agreement").value.get("terms"));
  const offer = OFFERS.find((one) => one.agreement === agreement.value);
  const { toldMs } = watching.story.value;
  const isTold = toldMs !== null && timeMs >= toldMs;
  const state = heldBack !== "" ? "held" : isCrossing || isTold ? "open" : "quiet";
  return (
    <div class={`gate is-${state}`}>
      <p class="gate-name">{offer === undefined ? agreement.value : t(offer.name)}</p>
      <i class="gate-line" aria-hidden="true" />
      <div class="gate-says" aria-live="polite">
        {state === "held" && (
          <>
            <strong>{t(WATCH.stopped)}</strong>
            <span>{reason(heldBack)}</span>
          </>
        )}
        {state === "open" && (
          <>
            <strong>{t(WATCH.crossing, { from: named(TELLS), to: named(HEARS) })}</strong>
            {isTold && toldMs !== null && <span>{t(WATCH.since, { time: exerciseTime(toldMs - LAUNCH_MS) })}</span>}
            <span>{taken.gridKm > 0 ? t(WATCH.grid, { km: taken.gridKm }) : t(WATCH.sharp)}</span>
            {taken.withheld > 0 && <span>{t(WATCH.withheldN, { count: taken.withheld })}</span>}
            {taken.delayS > 0 && <span>{t(WATCH.delayed, { seconds: taken.delayS })}</span>}
          </>
        )}
        {state === "quiet" && <span>{t(WATCH.quiet)}</span>}
      </div>
      <i class="gate-line" aria-hidden="true" />
    </div>
  );
}

function reason(code: string): string {
  const phrase = REASONS[code];
  return phrase === undefined ? code : t(phrase);
}
