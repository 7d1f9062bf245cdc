/** Tables of what flies: tracks, their history, their predictions, and the truth. */
import { holdersOf } from "../../scene/known";
import type { BodyItem, TrackItem } from "../../stream/sections";
import { bearing, latLon } from "../../parts/measures";
import { exerciseTime } from "../../parts/times";
import { MAP, TABLE } from "../../words/map";
import { ORIGIN_WORDS } from "../../words/globe";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import { length, measured, said, tableOf, type Column, type Fact, type FactTable, type Shown } from "./facts";

const name: Column<unknown> = { id: "name", title: TABLE.name, fact: (_, key) => said(key) };

export const place = (item: { lat_rad: number; lon_rad: number }): Fact => said(latLon(item.lat_rad, item.lon_rad));

function speed([east, north, up]: readonly [number, number, number]): Fact {
  return measured(Math.hypot(east, north, up), (value) => t(MAP.kmPerS, { n: (value / 1000).toFixed(2) }));
}

const course = ([east, north]: readonly [number, number, number]): Fact => measured(Math.atan2(east, north), bearing);

type Moving = Pick<BodyItem, "lat_rad" | "lon_rad" | "alt_m" | "velocity_enu">;
const MOVING: readonly Column<Moving>[] = [
  { id: "place", title: TABLE.place, fact: place },
  { id: "height", title: TABLE.height, isNumber: true, fact: (item) => measured(item.alt_m, length) },
  { id: "speed", title: TABLE.speed, isNumber: true, fact: (item) => speed(item.velocity_enu) },
  { id: "course", title: TABLE.course, isNumber: true, fact: (item) => course(item.velocity_enu) },
];

export function tracksTable({ picture }: Shown): FactTable {
  const holders = holdersOf(picture.section("events").value);
  return tableOf<TrackItem>("tracks", "tracks", picture.section("tracks").value, [
    name,
    { id: "event", title: TABLE.event, fact: (_, key) => said(holders.get(key)?.eventId ?? "") },
    { id: "madeOf", title: TABLE.madeOf, fact: (item) => said(t(ORIGIN_WORDS[item.made_of])) },
    { id: "flies", title: TABLE.flies, fact: (_, key) => said(term(holders.get(key)?.object.flies ?? "")) },
    ...MOVING,
    { id: "sigma", title: TABLE.sigma, isNumber: true, fact: (item) => measured(item.sigma_m, length) },
    { id: "time", title: TABLE.time, isNumber: true, fact: (item) => measured(item.time_ms, exerciseTime) },
  ]);
}

export function historyTable({ picture }: Shown): FactTable {
  return tableOf<TrackItem>("history", "tracks", picture.section("tracks").value, [
    name,
    { id: "sources", title: TABLE.sources, fact: (item) => said(sourcesOf(item).map((one) => one.source_id).join(", ")) },
    { id: "first", title: TABLE.first, isNumber: true, fact: (item) => earliest(sourcesOf(item).map((one) => one.first_ms)) },
    { id: "last", title: TABLE.last, isNumber: true, fact: (item) => latest(sourcesOf(item).map((one) => one.last_ms)) },
  ]);
}

const sourcesOf = (track: TrackItem): NonNullable<TrackItem["sources"]> => track.sources ?? [];
const earliest = (times: readonly number[]): Fact => measured(times.length === 0 ? null : Math.min(...times), exerciseTime);
const latest = (times: readonly number[]): Fact => measured(times.length === 0 ? null : Math.max(...times), exerciseTime);

export function predictionsTable({ picture }: Shown): FactTable {
  const predicted = [...picture.section("tracks").value].filter(([, track]) => (track.path ?? []).length > 0);
  const last = (track: TrackItem) => track.path?.at(-1);
  return tableOf<TrackItem>("predictions", "tracks", predicted, [
    name,
    { id: "until", title: TABLE.until, isNumber: true, fact: (item) => measured(last(item)?.time_ms, exerciseTime) },
    { id: "place", title: TABLE.place, fact: (item) => place(last(item) ?? item) },
    { id: "height", title: TABLE.height, isNumber: true, fact: (item) => measured(last(item)?.alt_m, length) },
    { id: "sigma", title: TABLE.sigma, isNumber: true, fact: (item) => measured(last(item)?.sigma_m, length) },
  ]);
}

export function truthTable({ picture, truth }: Shown): FactTable {
  const seen = truth ?? picture;
  return tableOf<BodyItem>("truth", "bodies", seen.section("bodies").value, [
    name,
    { id: "launch", title: TABLE.launch, fact: (item) => said(item.launch_id) },
    { id: "kind", title: TABLE.kind, fact: (item) => said(term(item.kind)) },
    { id: "nation", title: TABLE.nation, fact: (item) => said(term(item.nation ?? "")) },
    { id: "class", title: TABLE.class, fact: (item) => said(term(item.vehicle_class ?? "")) },
    ...MOVING,
  ]);
}
