/** The table of the night: where the sun stands, from which all of it follows. */
import type { SkyItem } from "../../stream/sections";
import { exerciseTime } from "../../parts/times";
import { TABLE } from "../../words/map";
import { term } from "../../words/terms";
import { place } from "./air";
import { measured, said, tableOf, type FactTable, type Shown } from "./facts";

export function nightTable({ picture }: Shown): FactTable {
  return tableOf<SkyItem>("night", "sky", picture.section("sky").value, [
    { id: "name", title: TABLE.name, fact: (_, key) => said(term(key)) },
    { id: "place", title: TABLE.overhead, fact: place },
    { id: "time", title: TABLE.time, isNumber: true, fact: (item) => measured(item.time_ms, exerciseTime) },
  ]);
}
