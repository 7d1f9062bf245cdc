/** What a nation knew at a moment, said in sentences that are made from its picture and from nothing else. */
import { span } from "../parts/times";
import type { Picture } from "../stream/picture";
import type { EventItem } from "../stream/sections";
import { KNEW } from "../words/first";
import { named } from "../words/places";
import { term } from "../words/terms";
import { t } from "../words/words";

const JOINT = "joint"; // the centre where both sides meet is nobody's word
const SURE = 0.5; // share of an impact ellipse's probability from which an area is named

/** Whose word a nation has for what it knows. */
export type Known = "nothing" | "own" | "told" | "both";

/** Return the event that a nation has known longest, and how many more it knows. */
function oldest(picture: Picture): { event: EventItem | null; more: number } {
  const events = [...picture.section("events").value.values()].filter((event) => event.launch !== null || event.impact !== null);
  events.sort((a, b) => a.opened_ms - b.opened_ms);
  return { event: events[0] ?? null, more: events.length - 1 };
}

export function knownBy(picture: Picture): Known {
  const { event } = oldest(picture);
  if (event === null) return "nothing";
  const isTold = event.partner_kinds.length > 0 || event.received_sources.length > 0;
  if (event.own_kinds.length === 0) return "told";
  return isTold ? "both" : "own";
}

/** Return the sentences; `time`: how the moment is to be named; `nowMs`: the moment, where the picture did not change then. */
export function knowing(picture: Picture, nation: string, time: string, nowMs = picture.moment.value.time_ms): string[] {
  const { event, more } = oldest(picture);
  const values = { nation: named(nation), partner: partnerOf(picture), time };
  if (event === null) return [t(KNEW.nothing, values)];
  const said = [source(event, knownBy(picture), values)];
  if (more > 0) said.push(t(KNEW.more, { count: more }));
  if (event.impact === null && event.launch?.point.major_90_m != null) {
    said.push(t(KNEW.launch, { km: rounded(event.launch.point.major_90_m) }));
  }
  said.push(impact(event, nowMs));
  said.push(t(KNEW.judged, { confidence: term(event.confidence), assessment: term(event.assessment) }));
  const warned = warnedAreas(picture);
  if (warned.length > 0) said.push(t(KNEW.warned, { areas: warned.map(named).join(", ") }));
  return said;
}

function source(event: EventItem, known: Known, values: Record<string, string>): string {
  const seen = known === "told" ? event.partner_kinds : event.own_kinds;
  const kinds = kindsOf(seen);
  if (known === "both") return t(KNEW.both, { ...values, kinds });
  if (known === "own") return t(KNEW.own, { ...values, kinds });
  return kinds === "" ? t(KNEW.partnerOnly, values) : t(KNEW.partner, { ...values, kinds });
}

function kindsOf(kinds: readonly string[]): string {
  const words = [...(kinds.includes("ir") ? [t(KNEW.ir)] : []), ...(kinds.includes("radar") ? [t(KNEW.radar)] : [])];
  const [one = "", other] = words;
  return other === undefined ? one : t(KNEW.and, { one, other });
}

function impact(event: EventItem, nowMs: number): string {
  if (event.impact === null) return t(KNEW.noImpact);
  const [area, share] = Object.entries(event.impact.areas).sort((a, b) => b[1] - a[1])[0] ?? ["", 0];
  if (share >= SURE) return t(KNEW.impact, { area: named(area), span: span(Math.max(0, event.impact.time_ms - nowMs)) });
  const { major_90_m } = event.impact.place;
  return major_90_m === null ? t(KNEW.noImpact) : t(KNEW.wideImpact, { km: rounded(major_90_m) });
}

function warnedAreas(picture: Picture): string[] {
  const standing = [...picture.section("public_warnings").value.values()].filter((warning) => warning.is_standing === true);
  return [...new Set(standing.flatMap((warning) => warning.areas))];
}

function partnerOf(picture: Picture): string {
  return [...picture.section("partners").value.keys()].filter((id) => id !== JOINT).map(named).join(", ");
}

/** Return a length in km as people say it: two figures. */
function rounded(lengthM: number): number {
  const km = lengthM / 1000;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(km, 1))) - 1);
  return Math.max(1, Math.round(km / unit) * unit);
}
