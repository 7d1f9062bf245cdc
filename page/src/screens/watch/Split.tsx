import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { StillMap } from "../../map/StillMap";
import { exerciseTime } from "../../parts/times";
import type { Picture } from "../../stream/picture";
import { WATCH } from "../../words/first";
import { t, type Phrase } from "../../words/words";
import { named } from "../../words/places";
import { knowing, knownBy, type Known } from "../knowing";
import { Gate } from "./Gate";
import { Messages } from "./Messages";
import { HEARS, LAUNCH_MS, LOOKING, TELLS } from "./story";
import type { Watching } from "./useWatch";

const STATES: Record<Known, Phrase> = { nothing: WATCH.nothing, own: WATCH.own, told: WATCH.told, both: WATCH.both };

/** What the two sides know, side by side on one clock, and what crosses between them. */
export function Split({ watching }: { watching: Watching }) {
  const place = useRef<HTMLDivElement>(null);
  const sides = watching.sides.value;
  if (sides === null) return <div class="split is-empty" ref={place} />;
  return (
    <div class="split" ref={place}>
      <Pane watching={watching} picture={sides.tells.picture} nation={TELLS} partner={HEARS} />
      <Gate watching={watching} sides={sides} />
      <Pane watching={watching} picture={sides.hears.picture} nation={HEARS} partner={TELLS} />
      <Messages watching={watching} sides={sides} place={place} />
    </div>
  );
}

interface PaneProps {
  watching: Watching;
  picture: Picture;
  nation: string;
  partner: string;
}

function Pane({ watching, picture, nation, partner }: PaneProps) {
  const known = knownBy(picture);
  return (
    <section class={`pane knows-${known}`} aria-labelledby={`knows-${nation}`}>
      <header>
        <h2 id={`knows-${nation}`}>{t(WATCH.knows, { nation: named(nation) })}</h2>
        <span class="state">{t(STATES[known], { partner: named(partner) })}</span>
      </header>
      <div class="pane-map" data-nation={nation}>
        <StillMap picture={picture} looking={LOOKING} hidden={["links"]} />
      </div>
      <Said watching={watching} picture={picture} nation={nation} />
    </section>
  );
}

function Said({ watching, picture, nation }: Omit<PaneProps, "partner">) {
  const nowMs = useComputed(() => Math.floor(watching.player.timeMs.value / 1000) * 1000).value;
  const time = exerciseTime(nowMs - LAUNCH_MS);
  const sentences = knowing(picture, nation, time, nowMs);
  const isAsking = !watching.player.isPlaying.value;
  return (
    <p class="said" role={isAsking && nation === HEARS ? "status" : undefined}>
      {isAsking && <strong>{t(WATCH.whatKnew, { nation: named(nation), time })}</strong>}
      {sentences.map((sentence) => (
        <span key={sentence}>{sentence} </span>
      ))}
    </p>
  );
}
