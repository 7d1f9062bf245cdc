import type { Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { SortTable, type Column } from "../parts/SortTable";
import { LAYERS, type Layer, type Pick } from "../scene/scene";
import type { Picture } from "../stream/picture";
import "../style/map.css";
import { LAYER_WORDS } from "../words/globe";
import { TABLE } from "../words/map";
import { t } from "../words/words";
import { TABLES } from "./tables/all";
import type { FactRow, FactTable } from "./tables/facts";

interface Props {
  picture: Picture;
  truth: Picture | null;
  picked: Signal<Pick | null>;
}

/** The same facts as on the map, layer by layer, for whoever reads better than he looks; a row is picked like a mark. */
export function LayerTables({ picture, truth, picked }: Props) {
  const [layer, setLayer] = useState<Layer>("tracks");
  const hasTruth = truth !== null || picture.sees.value === "truth";
  const layers = LAYERS.filter((one) => one !== "truth" || hasTruth);
  const table = TABLES[layer]({ picture, truth });
  return (
    <section class="layer-tables" aria-label={t(TABLE.tables)}>
      <div class="layer-choice" role="group" aria-label={t(TABLE.layer)}>
        {layers.map((one) => (
          <button key={one} type="button" aria-pressed={one === layer} onClick={() => setLayer(one)}>
            {t(LAYER_WORDS[one])}
          </button>
        ))}
      </div>
      <Facts key={layer} table={table} picked={picked} />
    </section>
  );
}

function Facts({ table, picked }: { table: FactTable; picked: Signal<Pick | null> }) {
  if (table.rows.length === 0) return <p class="layer-none">{t(TABLE.none)}</p>;
  const rowOf = new Map(table.rows.map((row) => [row.pick.key, row]));
  const isHere = picked.value !== null && rowOf.get(picked.value.key)?.pick.section === picked.value.section;
  const columns = table.heads.map(
    (head, i): Column<FactRow> => ({
      id: head.id,
      title: t(head.title),
      by: (row) => row.facts[i]?.by ?? "",
      cell: (row) => row.facts[i]?.text ?? "",
      isNumber: head.isNumber ?? false,
    }),
  );
  return (
    <div class="layer-rows" role="region" aria-label={t(LAYER_WORDS[table.layer])} tabIndex={0}>
      <SortTable
        caption={t(LAYER_WORDS[table.layer])}
        columns={columns}
        rows={table.rows}
        keyOf={(row) => row.pick.key}
        picked={isHere ? (picked.value?.key ?? null) : null}
        onPick={(key) => (picked.value = rowOf.get(key)?.pick ?? null)}
      />
    </div>
  );
}
