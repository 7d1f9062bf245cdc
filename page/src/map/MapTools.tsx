import { useSignal } from "@preact/signals";
import { LAYERS } from "../scene/scene";
import { LAYER_WORDS, MAP, VIEW_WORDS } from "../words/globe";
import { t } from "../words/words";
import { hiddenLayers, switchLayer } from "./choice";
import { type MapView, VIEWS } from "./views";

const NEARER = 0.6;

export interface ToolDeeds {
  zoom(factor: number): void;
  pan(east: number, north: number): void;
  fit(): void;
  choose(view: MapView): void;
}

function Views({ view, choose }: { view: MapView; choose: (view: MapView) => void }) {
  return (
    <div class="map-views" role="group" aria-label={t(MAP.view)}>
      {VIEWS.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === view}
          aria-label={t(VIEW_WORDS[each].long)}
          title={t(VIEW_WORDS[each].long)}
          onClick={() => choose(each)}
        >
          {t(VIEW_WORDS[each].short)}
        </button>
      ))}
    </div>
  );
}

function Layers({ hasTruth }: { hasTruth: boolean }) {
  const isOpen = useSignal(false);
  return (
    <div class="map-layers">
      <button type="button" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
        {t(MAP.layers)}
      </button>
      {isOpen.value ? (
        <fieldset>
          <legend class="sr-only">{t(MAP.layers)}</legend>
          {LAYERS.filter((layer) => layer !== "truth" || hasTruth).map((layer) => (
            <label key={layer}>
              <input type="checkbox" checked={!hiddenLayers.value.has(layer)} onChange={() => switchLayer(layer)} />
              {t(LAYER_WORDS[layer])}
            </label>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}

/** Views, layers, zoom: the few buttons of a map. */
export function MapTools({ view, deeds, hasTruth }: { view: MapView; deeds: ToolDeeds; hasTruth: boolean }) {
  return (
    <div class="map-tools">
      <Layers hasTruth={hasTruth} />
      <Views view={view} choose={deeds.choose} />
      <div class="map-zoom" role="group" aria-label={t(MAP.map)}>
        <button type="button" aria-label={t(MAP.nearer)} title={t(MAP.nearer)} onClick={() => deeds.zoom(NEARER)}>
          +
        </button>
        <button type="button" aria-label={t(MAP.farther)} title={t(MAP.farther)} onClick={() => deeds.zoom(1 / NEARER)}>
          −
        </button>
        <button type="button" aria-label={t(MAP.fit)} title={t(MAP.fit)} onClick={deeds.fit}>
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            <path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" fill="none" stroke="currentColor" stroke-width="1.6" />
          </svg>
        </button>
      </div>
    </div>
  );
}
