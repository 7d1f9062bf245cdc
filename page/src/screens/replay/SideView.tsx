import { useComputed } from "@preact/signals";
import { StillMap } from "../../map/StillMap";
import { exerciseTime } from "../../parts/times";
import type { Picture } from "../../stream/picture";
import type { FilmAsked } from "../../stream/film";
import { WATCH } from "../../words/first";
import { REPLAY } from "../../words/replay";
import { t } from "../../words/words";
import { named } from "../../words/places";
import { knowing, knownBy } from "../knowing";
import { nameOf } from "./marks";
import type { Replay, Side } from "./useReplay";

const NEWEST = 6;

/** One side: whose picture of which film, its map, what it knew, what was recorded. */
export function SideView({ replay, side, place }: { replay: Replay; side: Side; place: 0 | 1 }) {
  const strip = side.strip.value;
  const known = useComputed(() => (side.strip.value === null ? "nothing" : knownBy(side.strip.value.picture)));
  const audiences = side.film.value?.told.value?.audiences ?? replay.audiences.value;
  return (
    <section class={`pane knows-${known.value}`} aria-label={t(place === 0 ? REPLAY.left : REPLAY.right)}>
      <header>
        <select
          aria-label={t(REPLAY.sideOf)}
          value={side.audience.value}
          onChange={(event) => (side.audience.value = event.currentTarget.value)}
        >
          {audiences.map((audience) => (
            <option key={audience} value={audience}>
              {audienceName(audience)}
            </option>
          ))}
        </select>
        <span class="state">{filmName(side.asked.value)}</span>
      </header>
      <div class="pane-map">{strip !== null && <StillMap picture={strip.picture} looking={null} />}</div>
      {strip !== null && <Said replay={replay} picture={strip.picture} audience={side.audience.value} />}
      <Recorded replay={replay} side={side} />
    </section>
  );
}

export function audienceName(audience: string): string {
  if (audience === "truth") return t(REPLAY.truth);
  return audience === "public" || audience === "none" ? t(REPLAY.public) : t(WATCH.knows, { nation: named(audience) });
}

function filmName({ agreement, at_ms, run }: FilmAsked): string {
  if (at_ms < 0) return agreement === "" ? t(REPLAY.played) : t(REPLAY.under, { agreement });
  const what = [agreement === "" ? t(REPLAY.same) : agreement, ...(run === null ? [] : [t(REPLAY.otherLuck, { run })])];
  return t(REPLAY.fork, { time: exerciseTime(at_ms), what: what.join(", ") });
}

function Said({ replay, picture, audience }: { replay: Replay; picture: Picture; audience: string }) {
  const nowMs = useComputed(() => Math.floor(replay.player.timeMs.value / 1000) * 1000).value;
  const time = exerciseTime(nowMs);
  if (picture.sees.value === "truth") {
    const begun = [...picture.section("launches").value.values()].filter((launch) => launch["has_begun"] === true);
    const values = { time, bodies: picture.section("bodies").value.size, launches: begun.length };
    return <p class="said">{t(REPLAY.truthKnows, values)}</p>;
  }
  return (
    <div class="said" role={replay.player.isPlaying.value ? undefined : "status"}>
      <strong>{t(REPLAY.whatKnew, { nation: named(audience), time })}</strong>
      <p>{knowing(picture, audience, time, nowMs).join(" ")}</p>
    </div>
  );
}

function Recorded({ replay, side }: { replay: Replay; side: Side }) {
  const second = useComputed(() => Math.floor(replay.player.timeMs.value / 1000) * 1000).value;
  const past = side.noted.value.filter(({ timeMs }) => timeMs <= second).slice(-NEWEST);
  return (
    <div class="recorded">
      <h3>{t(REPLAY.moments)}</h3>
      {past.length === 0 && <p>{t(REPLAY.none)}</p>}
      <ol>
        {past.toReversed().map((noted) => (
          <li key={`${noted.timeMs}/${noted.name}/${noted.about}`}>
            <button type="button" onClick={() => replay.player.seek(noted.timeMs)}>
              {exerciseTime(noted.timeMs)}
            </button>{" "}
            {nameOf(noted)}
          </li>
        ))}
      </ol>
    </div>
  );
}
