/** Layer `truth`: what truly flies, for those who may see it; always in its own colour and dotted. */
import type { Picture } from "../stream/picture";
import type { BodyItem, EndedItem, LatLon } from "../stream/sections";
import { circle, greatCircle, headingOf, position } from "./ground";
import type { Mark } from "./scene";
import { INTERCEPTOR, isMinor, missile, SITES } from "./symbols";

/** A launch as control is told of it. */
export interface LaunchTruth {
  nation: string;
  vehicle_class: string;
  lift_off_ms: number;
  start: LatLon | null;
  end: LatLon | null;
  notice_id: string;
  has_begun: boolean;
}

export function launchesOf(truth: Picture): ReadonlyMap<string, LaunchTruth> {
  return truth.section("launches").value as ReadonlyMap<string, unknown> as ReadonlyMap<string, LaunchTruth>;
}

export function truthMarks(truth: Picture): Mark[] {
  const launches = launchesOf(truth);
  const bodies = [...truth.section("bodies").value];
  const flying = new Set(bodies.map(([, body]) => body.launch_id));
  return [
    ...[...launches].flatMap(([key, launch]) => launchMarks(key, launch, flying.has(key))),
    ...[...truth.section("impacts").value].map(([key, ended]) => endedMark(key, ended, truth.moment.value.time_ms)),
    ...bodies.map(([key, body]) => bodyMark(key, body, launches.get(body.launch_id))),
  ];
}

/** A launch is named by what still flies of it, or else where it began. */
function launchMarks(key: string, launch: LaunchTruth, isFlying: boolean): Mark[] {
  const drawn = { layer: "truth", origin: "truth", pick: { section: "launches", key } } as const;
  if (!launch.has_begun || !launch.start) return [];
  const start = position(launch.start);
  const sidc = SITES.launcher;
  const label = isFlying ? "" : key;
  const site: Mark = { ...drawn, shape: "symbol", id: `start/${key}`, at: start, sidc, label, headingRad: null, isFaded: false };
  if (!launch.end) return [site];
  const points = greatCircle(start, position(launch.end));
  return [{ ...drawn, shape: "line", id: `course/${key}`, points, look: "path" }, site];
}

/** What nobody fears any more is drawn small. */
const BODY_SYMBOLS: Readonly<Record<string, string>> = {
  stage: missile("debris", "hostile"),
  debris: missile("debris", "hostile"),
  interceptor: INTERCEPTOR,
  fireball: missile("debris", "pending"),
  other: missile("ballistic", "pending"),
};

function bodyMark(key: string, body: BodyItem, launch: LaunchTruth | undefined): Mark {
  const standing = launch === undefined || launch.notice_id !== "" ? "neutral" : "hostile";
  const sidc = BODY_SYMBOLS[body.kind] ?? missile(body.vehicle_class ?? "ballistic", standing);
  return {
    shape: "symbol",
    id: `body/${key}`,
    layer: "truth",
    origin: "truth",
    pick: { section: "bodies", key },
    at: position(body, body.alt_m),
    sidc,
    label: isMinor(sidc) || body.kind === "interceptor" ? "" : body.launch_id || key,
    headingRad: headingOf(body.velocity_enu),
    isFaded: false,
  };
}

const ENDED_RADIUS_M = 500;

/** What was destroyed in the air bursts; what came down leaves the sign of an impact. */
function endedMark(key: string, ended: EndedItem, nowMs: number): Mark {
  const drawn = { id: `ended/${key}`, layer: "truth", origin: "truth", pick: { section: "impacts", key } } as const;
  if (ended.how === "impact") {
    return { ...drawn, shape: "ring", ring: circle(ended, ENDED_RADIUS_M), look: "impact", label: "" };
  }
  const at = position(ended, ended.alt_m);
  return { ...drawn, shape: "flash", kind: "kill", at, to: null, ageMs: nowMs - ended.time_ms };
}
