/** Tables of the means: sensors, batteries, engagements, links. */
import { isTroubled } from "../../scene/links";
import type { BatteryItem, LinkItem, SensorItem, ShotItem } from "../../stream/sections";
import { exerciseTime } from "../../parts/times";
import { TABLE } from "../../words/map";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import { place } from "./air";
import { length, measured, said, tableOf, type Column, type Fact, type FactTable, type Shown } from "./facts";

const name: Column<unknown> = { id: "name", title: TABLE.name, fact: (_, key) => said(key) };
const count = (value: number | undefined): Fact => measured(value, String);

export function sensorsTable({ picture }: Shown): FactTable {
  return tableOf<SensorItem>("sensors", "sensors", picture.section("sensors").value, [
    name,
    { id: "kind", title: TABLE.kind, fact: (item) => said(term(item.kind)) },
    { id: "state", title: TABLE.state, fact: (item) => said(t(item.is_in_action ? TABLE.works : TABLE.out)) },
    { id: "place", title: TABLE.place, fact: place },
    { id: "range", title: TABLE.range, isNumber: true, fact: (item) => measured(item.coverage?.range_m, length) },
  ]);
}

export function batteriesTable({ picture }: Shown): FactTable {
  return tableOf<BatteryItem>("batteries", "batteries", picture.section("batteries").value, [
    name,
    { id: "layer", title: TABLE.layer, fact: (item) => said(term(item.layer)) },
    { id: "stock", title: TABLE.stock, isNumber: true, fact: (item) => count(item.stock_left) },
    { id: "ready", title: TABLE.ready, isNumber: true, fact: (item) => measured(item.ready_ms, exerciseTime) },
    { id: "reach", title: TABLE.reach, isNumber: true, fact: (item) => measured(item.reach_m, length) },
    { id: "place", title: TABLE.place, fact: place },
  ]);
}

export function engagementsTable({ picture }: Shown): FactTable {
  return tableOf<ShotItem>("engagements", "shots", picture.section("shots").value, [
    name,
    { id: "battery", title: TABLE.battery, fact: (item) => said(item.battery_id) },
    { id: "event", title: TABLE.event, fact: (item) => said(item.event_id) },
    { id: "object", title: TABLE.object, fact: (item) => said(item.object_name) },
    { id: "interceptors", title: TABLE.interceptors, isNumber: true, fact: (item) => count(item.interceptors) },
    { id: "fired", title: TABLE.fired, isNumber: true, fact: (item) => measured(item.launch_ms, exerciseTime) },
    { id: "meets", title: TABLE.meets, isNumber: true, fact: (item) => measured(item.intercept_ms, exerciseTime) },
    { id: "result", title: TABLE.result, fact: ({ result }) => said(result === "" ? t(TABLE.unknown) : term(result)) },
  ]);
}

export function linksTable({ picture }: Shown): FactTable {
  const own = picture.node.value;
  return tableOf<LinkItem>("links", "links", picture.section("links").value, [
    { id: "from", title: TABLE.from, fact: (item) => said(term(item.from ?? own)) },
    { id: "to", title: TABLE.to, fact: (item) => said(term(item.to ?? own)) },
    { id: "state", title: TABLE.state, fact: (item) => said(stateOf(item)) },
    { id: "messages", title: TABLE.messages, isNumber: true, fact: (item) => count(item.sent ?? item.highest_seq) },
    { id: "waiting", title: TABLE.waiting, isNumber: true, fact: (item) => count(item.in_line ?? item.under_way) },
    { id: "unacknowledged", title: TABLE.unacknowledged, isNumber: true, fact: (item) => count(item.unacknowledged) },
  ]);
}

function stateOf(link: LinkItem): string {
  if (!isTroubled(link)) return t(TABLE.works);
  return link.is_out === true ? t(TABLE.out) : t(TABLE.gaps, { n: (link.gaps ?? []).length });
}
