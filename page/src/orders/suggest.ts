/** What a form begins with: for each field what is at hand now, the likeliest first.  Nothing is reckoned that the picture does not hold. */
import { byUrgency } from "../boards/order";
import { freeId, injectsOf, MAY_BE } from "../control/injects";
import type { Me } from "../server/seat";
import type { Picture } from "../stream/picture";
import type { ConsultationItem, PlanItem } from "../stream/sections";
import { CAUSES, REQUESTS, REPLIES } from "../words/phrases";
import { t } from "../words/words";
import { choicesFor } from "./choices";
import type { Values } from "./values";

/** Where a suggestion is asked for: in which order, what stands in the fields before. */
export interface Place {
  order: string;
  picture: Picture;
  me: Me;
  values: Values;
}

type Suggest = (place: Place) => readonly unknown[];

const MINUTE_MS = 60_000;
const ROUND_RAD = 1e-6;
const CONE_RAD = Math.PI / 18; // half width of the cone in which a radar looks for what is only reported

const nowMs = ({ picture }: Place): number => picture.moment.value.time_ms;
const after = (...minutes: number[]): Suggest => (place) => minutes.map((count) => Math.max(0, nowMs(place) + count * MINUTE_MS));
const rounded = (angleRad: number): number => Math.round(angleRad / ROUND_RAD) * ROUND_RAD;

/** Those that pass first, else in the order they have. */
function first<Item>(items: readonly Item[], passes: (item: Item) => boolean): Item[] {
  return [...items.filter(passes), ...items.filter((item) => !passes(item))];
}

function events({ order, picture }: Place): string[] {
  const sorted = byUrgency([...picture.section("events").value]);
  const plans = [...picture.section("plans").value.values()];
  const warned = new Set([...picture.section("public_warnings").value.values()].filter((warning) => warning.is_standing).map((warning) => warning.event_id));
  const asked = new Set([...picture.section("consultations").value.values()].map((held) => held.own_event_id));
  const passes: Readonly<Record<string, (item: (typeof sorted)[number]) => boolean>> = {
    AssessEvent: ([, event]) => event.assessment === "under_assessment",
    Propose: ([, event]) => event.assessment === "under_assessment",
    Fire: ([name]) => plans.some((plan) => plan.event_id === name && plan.proposed > 0),
    SendPublicWarning: ([name, event]) => Object.keys(event.impact?.areas ?? {}).length > 0 && !warned.has(name),
    Query: ([name]) => !asked.has(name),
    Ask: ([name]) => unasked(picture, name).length > 0,
  };
  return first(sorted, passes[order] ?? (() => true)).map(([name]) => name);
}

const ASKED_OF = ["sensors", "catalogue", "almanac", "maintenance", "range", "drill_log"];
const unasked = (picture: Picture, event: string): string[] => ASKED_OF.filter((whom) => !picture.section("answers").value.has(`${event}/${whom}`));

/** The plans of an event, what is proposed first. */
function plans({ picture, values }: Place): PlanItem[] {
  const found = [...picture.section("plans").value.values()].filter((plan) => !values.event_id || plan.event_id === values.event_id);
  return first(found.sort((one, other) => one.last_launch_ms - other.last_launch_ms), (plan) => plan.proposed > 0);
}

const denial = (field: "event_id" | "object_name" | "battery_id"): Suggest => ({ picture }) => [...picture.section("denials").value.values()].map((denied) => denied[field]);

/** Open consultations that wait for this order of this nation first. */
function consultations({ order, picture, me }: Place): string[] {
  const waits = (held: ConsultationItem): boolean => (order === "Reply" ? !held.is_asked_by_us && !held.is_replied : !(me.nation in held.signed));
  const open = [...picture.section("consultations").value].filter(([, held]) => held.closed === "");
  return first(open, ([, held]) => waits(held)).map(([name]) => name);
}

/** What an event is taken for by whoever has found something; else as it stands. */
function assessments({ picture, values }: Place): string[] {
  const consulted = picture.section("consultations").value.get(String(values.consultation_id ?? ""));
  const event = picture.section("events").value.get(String(values.event_id ?? consulted?.own_event_id ?? ""));
  const said = [consulted?.proposed, ...Object.values(consulted?.signed ?? {}), event?.assessment, event?.partner_assessment];
  const found = said.filter((code): code is string => code !== undefined && code !== null && code !== "");
  return first(found, (code) => code !== "under_assessment");
}

const LEVELS = ["normal", "raised", "full"];

/** The next level up; from the highest the next one down. */
function levels({ picture }: Place): string[] {
  const at = LEVELS.indexOf(String(picture.section("alert").value.get(picture.node.value)?.level ?? ""));
  return [LEVELS[at + 1] ?? LEVELS[at - 1] ?? "raised"];
}

function noticesFor({ order, picture }: Place): string[] {
  const given = [...picture.section("notices").value].filter(([, notice]) => notice.forwarded_revision < notice.revision).map(([name]) => name);
  const toGive = [...picture.section("notices_to_give").value].filter(([, notice]) => notice.is_withheld !== true).map(([key]) => key.split("/")[0] ?? key);
  return [...new Set(order === "ForwardNotice" ? given : toGive)];
}

/** The areas that an event threatens, or that its warning is for; else the first that is the nation's own. */
function areas({ picture, me, values }: Place): string[][] {
  const warning = picture.section("public_warnings").value.get(String(values.warning_id ?? ""));
  const event = picture.section("events").value.get(String(values.event_id || warning?.event_id || ""));
  const own = [...picture.section("areas").value.values()].filter((area) => area.nation === me.nation).map((area) => area.name);
  return [Object.keys(event?.impact?.areas ?? {}), warning?.areas ?? [], own.slice(0, 1)].filter((names) => names.length > 0);
}

/** Where a radar is pointed now; else the middle of its sector, close above the lowest beam. */
const cue = (field: "azimuth_rad" | "elevation_rad" | "half_width_rad"): Suggest => ({ picture, values }) => {
  const sensor = picture.section("sensors").value.get(String(values.sensor_id ?? ""));
  const now = sensor?.cue?.[field];
  const { azimuth_from_rad: from = 0, azimuth_to_rad: to = 0, elevation_from_rad: low = 0 } = sensor?.coverage ?? {};
  const middle = { azimuth_rad: rounded((from + to) / 2), elevation_rad: rounded(low + CONE_RAD), half_width_rad: rounded(CONE_RAD) };
  return [...(typeof now === "number" ? [now] : []), middle[field]];
};

const WIDTHS_RAD = [2, 5, 10].map((degrees) => rounded((degrees * Math.PI) / 180));

function injects({ order, picture }: Place): string[] {
  const dueMs = ({ next_ms }: { next_ms: number }): number => (next_ms < 0 ? Number.MAX_SAFE_INTEGER : next_ms);
  const able = injectsOf(picture).filter((inject) => MAY_BE[order]?.includes(inject.status) ?? true);
  return able.sort((one, other) => dueMs(one) - dueMs(other)).map((inject) => inject.inject_id);
}

/** An inject's time as it is foreseen, and later. */
function laterMs(place: Place): number[] {
  const inject = injectsOf(place.picture).find(({ inject_id }) => inject_id === place.values.inject_id);
  const dueMs = Math.max(inject?.next_ms ?? -1, inject?.time_ms ?? -1, nowMs(place));
  return [5, 1, 15].map((count) => dueMs + count * MINUTE_MS);
}

/** By `Order.field`, else by `field` for whichever order has it. */
const SUGGEST: Readonly<Record<string, Suggest>> = {
  event_id: events,
  "Fire.battery_id": (place) => plans(place).map((plan) => plan.battery_id), // one without a plan is refused
  "Fire.object_name": (place) => plans(place).map((plan) => plan.object_name),
  "Fire.interceptors": () => [0, 1, 2, 3, 4],
  "DenyEngagement.event_id": (place) => [...plans({ ...place, values: {} }).map((plan) => plan.event_id), ...events(place)],
  "AllowEngagement.event_id": denial("event_id"),
  "AllowEngagement.object_name": denial("object_name"),
  "AllowEngagement.battery_id": denial("battery_id"),
  "CueRadar.sensor_id": ({ picture }) => [...picture.section("sensors").value].filter(([, sensor]) => sensor.kind === "radar" && sensor.is_in_action).map(([name]) => name),
  azimuth_rad: cue("azimuth_rad"),
  elevation_rad: cue("elevation_rad"),
  half_width_rad: (place) => [...cue("half_width_rad")(place), ...WIDTHS_RAD],
  until_ms: after(1, 3, 10),
  asked_of: ({ picture, values }) => unasked(picture, String(values.event_id ?? "")),
  notice_id: noticesFor,
  consultation_id: consultations,
  assessment: assessments,
  level: levels,
  areas,
  warning_id: (place) => choicesFor("warning_id", place.picture, place.me, place.values).reverse(),
  "Query.to": ({ picture }) => [...picture.section("partners").value.keys()],
  "CheckComms.to": ({ picture }) => [...picture.section("partners").value.keys()],
  text: ({ values }) => (values.answers ? [...REPLIES, ...REQUESTS] : [...REQUESTS, ...REPLIES]).map((phrase) => t(phrase)),
  "HoldMessage.subject": ({ picture }) => first(byUrgency([...picture.section("events").value]).map(([name]) => name), (name) => !picture.section("held_messages").value.has(name)),
  "SendMessage.subject": ({ picture }) => [...picture.section("held_messages").value.keys()],
  doctrine: ({ picture }) => first([...picture.section("doctrines").value], ([, known]) => !known.is_chosen).map(([name]) => name),
  item_id: ({ picture }) => (["unread", "injects", "texts", "events"] as const).flatMap((name) => [...picture.section(name).value.keys()]),
  serial_id: ({ picture }) => first([...picture.section("serials").value], ([, serial]) => serial.is_listed === true && !(serial.outgoing && serial.incoming)).map(([name]) => name),
  is_incoming: ({ picture, values }) => [String(picture.section("serials").value.get(String(values.serial_id ?? ""))?.outgoing ?? "") !== ""],
  inject_id: injects,
  "SlipInject.time_ms": laterMs,
  clone_id: ({ picture, values }) => [freeId(String(values.inject_id ?? "inject"), picture.section("injects").value.keys())],
  advisory_id: ({ picture }) => [freeId(`${picture.node.value}-advisory`, picture.section("advisories").value.keys())],
  cause: () => CAUSES.map((phrase) => t(phrase)),
  from_ms: after(0, -5, -15),
  to_ms: after(60, 15, 240),
};

/** Fields that may be left out, and are filled all the same where something is at hand. */
const FILLED: ReadonlySet<string> = new Set(["Fire.object_name", "AllowEngagement.object_name", "AllowEngagement.battery_id"]);
export const isFilled = (order: string, field: { name: string; isRequired: boolean }): boolean => field.isRequired || FILLED.has(`${order}.${field.name}`);

/** Return what a field may hold, the likeliest first; empty where nothing is known of it. */
export function suggestions(field: string, place: Place): unknown[] {
  const suggest = SUGGEST[`${place.order}.${field}`] ?? SUGGEST[field];
  const found = suggest === undefined ? choicesFor(field, place.picture, place.me, place.values) : suggest(place);
  return [...new Set(found)];
}
