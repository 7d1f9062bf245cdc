import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Pick } from "../scene/scene";
import type { Picture } from "../stream/picture";
import "../style/globe.css";
import { MAP } from "../words/globe";
import { t } from "../words/words";
import { firstView, keepView, viewAsked } from "./choice";
import { type Held, holdMap, type Trouble } from "./hold";
import { Legend } from "./Legend";
import { MapTools, type ToolDeeds } from "./MapTools";
import { type MapView, VIEWS } from "./views";

const NEARER = 0.6;
const STEP = 0.25;

export interface MapProps {
  picture: Picture;
  /** Laid over the picture, for those who may see it. */
  truth: Picture | null;
  picked: Signal<Pick | null>;
}

function deedOf(key: string, deeds: ToolDeeds): (() => void) | null {
  const moves: Record<string, () => void> = {
    ArrowLeft: () => deeds.pan(-STEP, 0),
    ArrowRight: () => deeds.pan(STEP, 0),
    ArrowUp: () => deeds.pan(0, STEP),
    ArrowDown: () => deeds.pan(0, -STEP),
    "+": () => deeds.zoom(NEARER),
    "=": () => deeds.zoom(NEARER),
    "-": () => deeds.zoom(1 / NEARER),
    "0": deeds.fit,
  };
  const view = VIEWS[Number(key) - 1];
  return moves[key] ?? (view === undefined ? null : () => deeds.choose(view));
}

function Notice({ why, again, dismiss }: { why: Trouble; again: () => void; dismiss: () => void }) {
  return (
    <div class="map-notice" role="status">
      <p>{t(MAP[why])}</p>
      <button type="button" onClick={again}>
        {t(MAP.again)}
      </button>
      <button type="button" onClick={dismiss}>
        {t(MAP.dismiss)}
      </button>
    </div>
  );
}

/**
 * The map as a part of a room: the globe, or the flat map where the globe cannot be drawn well.
 *
 * It comes after the page's first paint, and no board waits for it.  It changes to the flat map by itself and says
 * so, unless the address says which map it is to be.
 */
export function MapFrame({ picture, truth, picked }: MapProps) {
  const place = useRef<HTMLDivElement>(null);
  const held = useRef<Held | null>(null);
  const view = useSignal<MapView>(firstView());
  const trouble = useSignal<Trouble | null>(null);
  const isReady = useSignal(false);
  const attempt = useSignal(0);
  const isFlat = view.value === "flat";

  useEffect(() => {
    if (place.current === null) return;
    isReady.value = false;
    const onTrouble = (why: Trouble) => {
      if (why === "slow" && viewAsked() !== null) return;
      trouble.value = why;
      view.value = "flat";
      if (why === "slow" || why === "noWebgl") keepView("flat");
    };
    const onReady = () => {
      isReady.value = true;
    };
    const now = holdMap(place.current, view.peek(), { picture, truth, picked }, onReady, onTrouble);
    held.current = now;
    return () => now.end();
  }, [isFlat, attempt.value, picture, truth, picked]);

  const deeds: ToolDeeds = {
    zoom: (factor) => held.current?.zoom(factor),
    pan: (east, north) => held.current?.pan(east, north),
    fit: () => held.current?.fit(),
    choose: (chosen) => {
      keepView(chosen);
      trouble.value = null;
      if (chosen !== "flat") held.current?.view(chosen);
      view.value = chosen;
    },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const deed = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey ? null : deedOf(event.key, deeds);
    if (deed === null) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  };
  return (
    <section class="map-frame" aria-label={t(MAP.map)}>
      <div class="map-place" ref={place} onKeyDown={onKeyDown} />
      {isReady.value ? null : <p class="map-wait">{t(MAP.wait)}</p>}
      <MapTools view={view.value} deeds={deeds} hasTruth={truth !== null || picture.sees.value === "truth"} />
      <Legend hasTruth={truth !== null || picture.sees.value === "truth"} />
      {isFlat ? null : <p class="map-credit">{t(MAP.credit)}</p>}
      {trouble.value === null ? null : (
        <Notice why={trouble.value} again={() => deeds.choose("globe")} dismiss={() => (trouble.value = null)} />
      )}
    </section>
  );
}
