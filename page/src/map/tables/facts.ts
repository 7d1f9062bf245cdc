/** The facts of a map's layers as tables: what is drawn can be read, sorted and picked. */
import type { Layer, Pick } from "../../scene/scene";
import type { Picture } from "../../stream/picture";
import { MAP } from "../../words/map";
import { t, type Phrase } from "../../words/words";

export interface Head {
  id: string;
  title: Phrase;
  isNumber?: boolean;
}

/** What a cell says, and by what it is ordered. */
export interface Fact {
  text: string;
  by: string | number;
}

export interface FactRow {
  pick: Pick;
  facts: readonly Fact[];
}

export interface FactTable {
  layer: Layer;
  heads: readonly Head[];
  rows: readonly FactRow[];
}

/** One layer's columns, each with how to read it of an item. */
export interface Column<Item> extends Head {
  fact: (item: Item, key: string) => Fact;
}

export const NOTHING: Fact = { text: "", by: "" };

export function said(text: string): Fact {
  return { text, by: text };
}

/** A number that may be unknown or withheld; what is, comes first. */
export function measured(value: number | null | undefined, write: (value: number) => string): Fact {
  return value === null || value === undefined ? { text: "–", by: -Infinity } : { text: write(value), by: value };
}

export function tableOf<Item>(
  layer: Layer,
  section: string,
  items: Iterable<readonly [string, Item]>,
  columns: readonly Column<Item>[],
): FactTable {
  const rows = [...items].map(([key, item]) => ({
    pick: { section, key },
    facts: columns.map((column) => column.fact(item, key)),
  }));
  return { layer, heads: columns.map(({ id, title, isNumber = false }) => ({ id, title, isNumber })), rows };
}

/** Return a length in the unit in which people say it. */
export function length(valueM: number): string {
  const km = valueM / 1000;
  return km < 1 ? t(MAP.m, { n: Math.round(valueM) }) : t(MAP.km, { n: km < 10 ? km.toFixed(1) : Math.round(km) });
}

/** The pictures that tables are made from. */
export interface Shown {
  picture: Picture;
  truth: Picture | null;
}
