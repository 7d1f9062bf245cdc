import type { Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Pick } from "../scene/scene";
import type { Picture } from "../stream/picture";
import "../style/map.css";
import { KEY, TABLE } from "../words/map";
import { t } from "../words/words";
import { LayerTables } from "./LayerTables";
import { MapFrame } from "./MapFrame";
import { Provenance } from "./Provenance";
import { SymbolKey } from "./SymbolKey";

interface Props {
  picture: Picture;
  /** Laid over the picture, for those who may see it. */
  truth: Picture | null;
  picked: Signal<Pick | null>;
}

type Below = "tables" | "key" | null;

/** The map with all that explains it: the card of what is picked, the layers' tables, the key. */
export function MapPanel(props: Props) {
  const [below, setBelow] = useState<Below>(null);
  const turn = (wanted: Below): void => setBelow(below === wanted ? null : wanted);
  return (
    <div class={`map-panel ${below === null ? "" : "is-open"}`}>
      <div class="map-panel-map">
        <MapFrame {...props} />
        <Provenance {...props} />
      </div>
      <div class="map-panel-choice">
        <button type="button" aria-expanded={below === "tables"} onClick={() => turn("tables")}>
          {t(TABLE.open)}
        </button>
        <button type="button" aria-expanded={below === "key"} onClick={() => turn("key")}>
          {t(KEY.title)}
        </button>
      </div>
      {below === "tables" && <LayerTables {...props} />}
      {below === "key" && <SymbolKey />}
    </div>
  );
}
