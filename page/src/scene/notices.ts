/**
 * Layer `notices`: ground from which a launch was announced, the way that it is to go, and ground that an advisory
 * names; each as long as it holds.  What is over or cancelled stands in the table alone.
 */
import { exerciseTime } from "../parts/times";
import type { Picture } from "../stream/picture";
import type { AdvisoryItem, LatLon, NoticeContent } from "../stream/sections";
import { circle, greatCircle, placeAt, position } from "./ground";
import type { Known } from "./known";
import type { Mark, Origin, Pick, Position } from "./scene";

const LEAST_WAY_M = 500_000; // a drawing's convention: how far the launch flies is not announced
const WAY_RADII = 6;
const QUARTER_RAD = Math.PI / 2;

/** How a window of time lies to now. */
export type Validity = "before" | "open" | "past";

export function validityOf(fromMs: number, toMs: number, nowMs: number): Validity {
  if (nowMs < fromMs) return "before";
  return nowMs <= toMs ? "open" : "past";
}

/** Something announced, wherever the register holds it. */
export interface Announced {
  pick: Pick;
  item: NoticeContent;
  origin: Origin;
  /** Who told it; '' of what the nation itself has yet to give. */
  givenBy: string;
}

/** Return all that is announced: the register, and own notices that are yet to be given for the first time. */
export function announced(picture: Picture): Announced[] {
  const register = picture.section("notices").value;
  const held = [...register].map(([key, item]): Announced => {
    const origin = item.given_by === picture.node.value ? "own" : "received";
    return { pick: { section: "notices", key }, item, origin, givenBy: item.given_by };
  });
  const coming = new Map<string, Announced>();
  for (const [key, item] of picture.section("notices_to_give").value) {
    const isFirst = !register.has(item.notice_id) && !coming.has(item.notice_id);
    if (isFirst) coming.set(item.notice_id, { pick: { section: "notices_to_give", key }, item, origin: "own", givenBy: "" });
  }
  return [...held, ...coming.values()];
}

export function noticeMarks({ picture, nowMs }: Known): Mark[] {
  const told = announced(picture).flatMap((one) => (one.item.is_cancelled ? [] : marksOf(one, nowMs)));
  const advised = [...picture.section("advisories").value].flatMap(([key, item]) => advisoryMarks(key, item, nowMs));
  return [...told, ...advised];
}

function marksOf({ pick, item, origin }: Announced, nowMs: number): Mark[] {
  const validity = validityOf(item.window_start_ms, item.window_end_ms, nowMs);
  if (validity === "past") return [];
  const drawn = { layer: "notices", origin, pick } as const;
  const label = `${item.notice_id} ${windowText(item.window_start_ms, item.window_end_ms)}`;
  const look = validity === "open" ? "notice" : "noticeLater";
  const id = `${pick.section}/${pick.key}`;
  return [
    { ...drawn, shape: "ring", id, ring: circle(item, item.radius_m), look, label },
    { ...drawn, shape: "line", id: `${id}/way`, points: way(item), look: "corridor" },
  ];
}

export function windowText(fromMs: number, toMs: number): string {
  return `${exerciseTime(fromMs)} – ${exerciseTime(toMs)}`;
}

/** The corridor of a launch: as wide as its area, along its direction, ending in a point. */
function way(item: NoticeContent): Position[] {
  const lengthM = Math.max(LEAST_WAY_M, WAY_RADII * item.radius_m);
  const side = (turned: number): [LatLon, LatLon] => {
    const near = placeAt(item, item.azimuth_rad + turned, item.radius_m);
    return [near, placeAt(near, item.azimuth_rad, lengthM)];
  };
  const [[left, leftFar], [right, rightFar]] = [side(-QUARTER_RAD), side(QUARTER_RAD)];
  const tip = placeAt(item, item.azimuth_rad, lengthM + 2 * item.radius_m);
  const out = greatCircle(position(left), position(leftFar), 8);
  const back = greatCircle(position(rightFar), position(right), 8);
  return [...out, position(tip), ...back];
}

function advisoryMarks(key: string, item: AdvisoryItem, nowMs: number): Mark[] {
  const { lat_rad, lon_rad, radius_m, from_ms, to_ms } = item;
  const validity = validityOf(from_ms, to_ms, nowMs);
  if (lat_rad === null || lon_rad === null || radius_m === null || validity === "past") return [];
  return [
    {
      shape: "ring",
      id: `advisory/${key}`,
      layer: "notices",
      origin: "plain",
      pick: { section: "advisories", key },
      ring: circle({ lat_rad, lon_rad }, radius_m),
      look: validity === "open" ? "notice" : "noticeLater",
      label: `${key} ${windowText(from_ms, to_ms)}`,
    },
  ];
}
