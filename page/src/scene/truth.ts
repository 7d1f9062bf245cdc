/** Layer `truth`: what truly flies, for those who may see it; always in its own colour and dotted. */
import type { Picture } from "../stream/picture";
import type { BodyItem, LatLon } from "../stream/sections";
import { greatCircle, headingOf, position } from "./ground";
import type { Mark } from "./scene";
import { missile, SITES } from "./symbols";

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
  return [
    ...[...launches].flatMap(([key, launch]) => launchMarks(key, launch)),
    ...bodies.map(([key, body]) => bodyMark(key, body, launches.get(body.launch_id))),
  ];
}

function launchMarks(key: string, launch: LaunchTruth): Mark[] {
  const drawn = { layer: "truth", origin: "truth", pick: { section: "launches", key } } as const;
  if (!launch.has_begun || !launch.start) return [];
  const start = position(launch.start);
  const sidc = SITES.launcher;
  const site: Mark = { ...drawn, shape: "symbol", id: `start/${key}`, at: start, sidc, label: key, headingRad: null, isFaded: false };
  if (!launch.end) return [site];
  const points = greatCircle(start, position(launch.end));
  return [{ ...drawn, shape: "line", id: `course/${key}`, points, look: "path" }, site];
}

function bodyMark(key: string, body: BodyItem, launch: LaunchTruth | undefined): Mark {
  const isPayload = key.endsWith("payload") || body.launch_id === "" || body.is_burning;
  const standing = launch !== undefined && launch.notice_id !== "" ? "neutral" : "hostile";
  return {
    shape: "symbol",
    id: `body/${key}`,
    layer: "truth",
    origin: "truth",
    pick: { section: "bodies", key },
    at: position(body, body.alt_m),
    sidc: missile(isPayload ? (launch?.vehicle_class ?? "ballistic") : "debris", standing),
    label: isPayload ? key : "",
    headingRad: headingOf(body.velocity_enu),
    isFaded: false,
  };
}
