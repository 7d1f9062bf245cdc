import { span } from "../../parts/times";
import { WATCH } from "../../words/first";
import { t } from "../../words/words";
import { named } from "../../words/places";
import { HEARS } from "./story";
import type { Watching } from "./useWatch";

const TOLD_ENOUGH_MS = 75_000; // after it is told: then what sharing is has been seen

/** From looking on to deciding. */
export function Hook({ watching: { player, story } }: { watching: Watching }) {
  const { toldMs, selfMs } = story.value;
  const timeMs = player.timeMs.value;
  const isRipe = (toldMs !== null && timeMs >= toldMs + TOLD_ENOUGH_MS) || (selfMs !== null && timeMs >= selfMs);
  const verdict = selfMs === null || timeMs < selfMs ? "" : gained(toldMs, selfMs);
  return (
    <aside class={`hook${isRipe ? " is-ripe" : ""}`} aria-live="polite">
      {verdict !== "" && <p class="verdict">{verdict}</p>}
      <div>
        <h2>{t(WATCH.hookTitle)}</h2>
        <p>{t(WATCH.hook)}</p>
      </div>
      <a class="go" href="/officer">
        {t(WATCH.hookGo)}
      </a>
    </aside>
  );
}

function gained(toldMs: number | null, selfMs: number): string {
  const nation = named(HEARS);
  return toldMs === null || toldMs > selfMs ? t(WATCH.alone, { nation }) : t(WATCH.lead, { nation, span: span(selfMs - toldMs) });
}
