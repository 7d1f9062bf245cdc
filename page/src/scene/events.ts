/** Layers `launches` and `impacts`: where an event began and where it is expected to come down. */
import type { Ellipse, EventItem, ImpactItem } from "../stream/sections";
import { circle, ellipseRing, placeAt, position, remembered } from "./ground";
import { originOf, toGo, type Known } from "./known";
import type { Layer, Mark, Origin, Position, RingMark } from "./scene";

const POINT_RADIUS_M = 500; // where no size came with a place, it is drawn as a point
const SIGHT_M = 600_000; // how far a launch azimuth is drawn before there is an impact

const pointRing = remembered((place: Ellipse): readonly Position[] => circle(place, POINT_RADIUS_M));

export function eventMarks(known: Known): Mark[] {
  const events = known.picture.section("events").value;
  return [...events].flatMap(([key, event]) => [...launchMarks(key, event), ...impactMarks(key, event, known.nowMs)]);
}

function launchMarks(key: string, event: EventItem): Mark[] {
  if (event.launch === null) return [];
  const { point, azimuth_rad, azimuth_sigma_rad } = event.launch;
  const origin = originOf(event);
  const label = event.impact === null ? key : "";
  const ring = ringMark(`launch/${key}`, key, "launches", origin, point, label);
  if (event.impact !== null || !Number.isFinite(azimuth_rad)) return [ring];
  const from = position(point);
  const sight = (turned: number, name: string): Mark => ({
    shape: "line",
    id: `azimuth/${key}/${name}`,
    layer: "launches",
    origin,
    pick: { section: "events", key },
    points: [from, position(placeAt(point, azimuth_rad + turned, SIGHT_M))],
    look: "sight",
  });
  return [ring, sight(-azimuth_sigma_rad, "left"), sight(azimuth_sigma_rad, "right")];
}

function impactMarks(key: string, event: EventItem, nowMs: number): Mark[] {
  const { impact, own_impact: own } = event;
  if (impact === null) return [];
  const origin = originOf(event);
  const marks = [ringMark(`impact/${key}`, key, "impacts", origin, impact.place, impactLabel(key, impact, nowMs))];
  if (origin === "fused" && own !== null) {
    marks.push(ringMark(`ownImpact/${key}`, key, "impacts", "own", own.place, ""));
  }
  return marks;
}

function impactLabel(key: string, impact: ImpactItem, nowMs: number): string {
  return impact.time_ms > nowMs ? `${key} ${toGo(impact.time_ms - nowMs)}` : key;
}

function ringMark(id: string, key: string, layer: Layer, origin: Origin, place: Ellipse, label: string): RingMark {
  const sized = ellipseRing(place);
  const ring = sized.length > 0 ? sized : pointRing(place);
  const look = layer === "launches" ? "launch" : "impact";
  return { shape: "ring", id, layer, origin, pick: { section: "events", key }, ring, look, label };
}
