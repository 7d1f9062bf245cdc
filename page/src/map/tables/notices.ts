/** The table of what was announced: launches with their windows, and advisories. */
import { bearing } from "../../parts/measures";
import { announced, validityOf, windowText, type Announced, type Validity } from "../../scene/notices";
import type { AdvisoryItem } from "../../stream/sections";
import { ORIGIN_WORDS } from "../../words/globe";
import { TABLE } from "../../words/map";
import { term } from "../../words/terms";
import { t, type Phrase } from "../../words/words";
import { place } from "./air";
import { length, measured, NOTHING, said, type Fact, type FactRow, type FactTable, type Head, type Shown } from "./facts";

const HEADS: readonly Head[] = [
  { id: "name", title: TABLE.name },
  { id: "madeOf", title: TABLE.madeOf },
  { id: "nation", title: TABLE.nation },
  { id: "class", title: TABLE.class },
  { id: "window", title: TABLE.window, isNumber: true },
  { id: "state", title: TABLE.state },
  { id: "place", title: TABLE.place },
  { id: "radius", title: TABLE.radius, isNumber: true },
  { id: "azimuth", title: TABLE.azimuth, isNumber: true },
  { id: "launches", title: TABLE.launches, isNumber: true },
];

export function noticesTable({ picture }: Shown): FactTable {
  const nowMs = picture.moment.value.time_ms;
  const advisories = [...picture.section("advisories").value];
  const rows = [...announced(picture).map((one) => noticeRow(one, nowMs)), ...advisories.map(([key, item]) => advisoryRow(key, item, nowMs))];
  return { layer: "notices", heads: HEADS, rows };
}

function noticeRow({ pick, item, origin }: Announced, nowMs: number): FactRow {
  const validity = validityOf(item.window_start_ms, item.window_end_ms, nowMs);
  return {
    pick,
    facts: [
      said(item.notice_id),
      origin === "plain" ? NOTHING : said(t(ORIGIN_WORDS[origin])),
      said(term(item.launching_nation)),
      said(term(item.generic_class)),
      window(item.window_start_ms, item.window_end_ms),
      said(t(item.is_cancelled ? TABLE.cancelled : STATES[validity])),
      place(item),
      measured(item.radius_m, length),
      measured(item.azimuth_rad, bearing),
      measured(item.n_launches, String),
    ],
  };
}

function advisoryRow(key: string, item: AdvisoryItem, nowMs: number): FactRow {
  const { lat_rad, lon_rad, radius_m, from_ms, to_ms } = item;
  const where = lat_rad === null || lon_rad === null ? NOTHING : place({ lat_rad, lon_rad });
  const state = said(t(STATES[validityOf(from_ms, to_ms, nowMs)]));
  const facts = [said(key), NOTHING, NOTHING, said(term(item.cause)), window(from_ms, to_ms), state, where, measured(radius_m, length), NOTHING, NOTHING];
  return { pick: { section: "advisories", key }, facts };
}

const STATES: Readonly<Record<Validity, Phrase>> = { before: TABLE.windowBefore, open: TABLE.windowOpen, past: TABLE.windowPast };
const window = (fromMs: number, toMs: number): Fact => ({ text: windowText(fromMs, toMs), by: fromMs });
