/** Tables of where events began and will end, and of the ground that they threaten. */
import { threatenedAreas, warnedAreas } from "../../scene/areas";
import { originOf } from "../../scene/known";
import type { AreaItem, Ellipse, EventItem } from "../../stream/sections";
import { bearing, percent } from "../../parts/measures";
import { exerciseTime, span } from "../../parts/times";
import { ORIGIN_WORDS } from "../../words/globe";
import { TABLE } from "../../words/map";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import { place } from "./air";
import { length, measured, NOTHING, said, tableOf, type Column, type Fact, type FactTable, type Shown } from "./facts";

const event: Column<EventItem> = { id: "event", title: TABLE.event, fact: (_, key) => said(key) };
const madeOf: Column<EventItem> = { id: "madeOf", title: TABLE.madeOf, fact: (item) => whose(item) };

function whose(item: EventItem): Fact {
  const origin = originOf(item);
  return origin === "plain" ? NOTHING : said(t(ORIGIN_WORDS[origin]));
}

/** Half axes at 90 %, ordered by the longer. */
function size({ major_90_m: major, minor_90_m: minor }: Ellipse): Fact {
  return measured(major, (value) => `${length(value)} × ${minor === null ? "–" : length(minor)}`);
}

const give = (sigmaMs: number): string => `±${span(sigmaMs)}`;
const withSigma = (timeMs: number, sigmaMs: number): Fact => ({ text: `${exerciseTime(timeMs)} ${give(sigmaMs)}`, by: timeMs });

export function launchesTable({ picture }: Shown): FactTable {
  const began = [...picture.section("events").value].filter(([, item]) => item.launch !== null);
  return tableOf<EventItem>("launches", "events", began, [
    event,
    madeOf,
    { id: "time", title: TABLE.liftOff, isNumber: true, fact: ({ launch }) => (launch === null ? NOTHING : withSigma(launch.time_ms, launch.time_sigma_ms)) },
    { id: "place", title: TABLE.place, fact: ({ launch }) => (launch === null ? NOTHING : place(launch.point)) },
    { id: "size", title: TABLE.ellipse, isNumber: true, fact: ({ launch }) => (launch === null ? NOTHING : size(launch.point)) },
    { id: "azimuth", title: TABLE.azimuth, isNumber: true, fact: ({ launch }) => measured(launch?.azimuth_rad, bearing) },
    { id: "class", title: TABLE.class, fact: (item) => said(term(item.generic_class)) },
    { id: "assessment", title: TABLE.assessment, fact: (item) => said(term(item.assessment)) },
  ]);
}

export function impactsTable({ picture }: Shown): FactTable {
  const ending = [...picture.section("events").value].filter(([, item]) => item.impact !== null);
  return tableOf<EventItem>("impacts", "events", ending, [
    event,
    madeOf,
    { id: "time", title: TABLE.impact, isNumber: true, fact: ({ impact }) => (impact === null ? NOTHING : withSigma(impact.time_ms, impact.time_sigma_ms)) },
    { id: "place", title: TABLE.place, fact: ({ impact }) => (impact === null ? NOTHING : place(impact.place)) },
    { id: "size", title: TABLE.ellipse, isNumber: true, fact: ({ impact }) => (impact === null ? NOTHING : size(impact.place)) },
    { id: "threatens", title: TABLE.threatens, fact: ({ impact }) => said(impact?.threatens.map(term).join(", ") ?? "") },
    { id: "areas", title: TABLE.areas, fact: ({ impact }) => said(areasOf(impact?.areas ?? {})) },
    { id: "assessment", title: TABLE.assessment, fact: (item) => said(term(item.assessment)) },
  ]);
}

function areasOf(areas: Readonly<Record<string, number>>): string {
  return Object.entries(areas)
    .map(([name, probability]) => `${term(name)} ${percent(probability)}`)
    .join(", ");
}

export function areasTable({ picture }: Shown): FactTable {
  const [threatened, warned] = [threatenedAreas(picture), warnedAreas(picture)];
  const state = ({ name }: AreaItem): Fact => {
    if (warned.has(name)) return { text: t(TABLE.warned), by: 2 };
    return threatened.has(name) ? { text: t(TABLE.threatened), by: 1 } : { text: t(TABLE.calm), by: 0 };
  };
  return tableOf<AreaItem>("areas", "areas", picture.section("areas").value, [
    { id: "name", title: TABLE.name, fact: (item) => said(term(item.name)) },
    { id: "nation", title: TABLE.nation, fact: (item) => said(term(item.nation)) },
    { id: "state", title: TABLE.state, fact: state },
  ]);
}
