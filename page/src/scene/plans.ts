/**
 * Layer `plans`: what is to be met where, before it is in flight.  Own plans lead from their battery to the point of
 * intercept; of a partner's engagement only the point is known, and that by own prediction.
 */
import type { Picture } from "../stream/picture";
import type { PlanItem, ToldEngagementItem } from "../stream/sections";
import { circle, greatCircle, position } from "./ground";
import { toGo, type Known } from "./known";
import type { LineMark, Mark, Origin, Pick, Position, RingMark } from "./scene";

const SIGMA_TO_90 = 2.146; // radius of 90 % of a circular normal distribution, in its sigma
const POINT_RADIUS_M = 500;

export function planMarks(known: Known): Mark[] {
  const { picture, nowMs } = known;
  return [
    ...[...picture.section("plans").value].flatMap(([key, plan]) => ownMarks(key, plan, picture, nowMs)),
    ...toldEngagements(picture).flatMap(({ pick, item, origin }) => toldMarks(pick, item, origin, nowMs)),
  ];
}

/** An engagement that somebody told of, or that a joint cell itself proposes. */
export interface ToldEngagement {
  pick: Pick;
  item: ToldEngagementItem;
  origin: Origin;
}

export function toldEngagements(picture: Picture): ToldEngagement[] {
  const told = [...picture.section("partner_engagements").value];
  const planned = [...picture.section("joint_plan").value];
  return [
    ...told.map(([key, item]): ToldEngagement => ({ pick: { section: "partner_engagements", key }, item, origin: "received" })),
    ...planned.map(([key, item]): ToldEngagement => ({ pick: { section: "joint_plan", key }, item, origin: "own" })),
  ];
}

/** Return whether the commander has denied a plan: it, or all of its battery, object or event. */
export function isDenied(picture: Picture, plan: Readonly<Meant>): boolean {
  const is = (denied: string, own: string): boolean => denied === "" || denied === own;
  return [...picture.section("denials").value.values()].some(
    (denied) => is(denied.event_id, plan.event_id) && is(denied.object_name, plan.object_name) && is(denied.battery_id, plan.battery_id),
  );
}
type Meant = Record<"event_id" | "object_name" | "battery_id", string>;

/** What the allocation does not propose stands in the table alone: a raid would cover the map with it. */
function ownMarks(key: string, plan: PlanItem, picture: Picture, nowMs: number): Mark[] {
  const battery = picture.section("batteries").value.get(plan.battery_id);
  if (plan.proposed === 0 || battery === undefined || nowMs > plan.last_intercept_ms) return [];
  const isFaint = plan.state !== "intended" || isDenied(picture, plan);
  const drawn = { origin: "own", pick: { section: "plans", key } } as const;
  const aim = position(plan.aim, plan.aim.alt_m);
  const label = meetLabel("", plan.proposed, plan.intercept_ms, nowMs);
  return [
    planLine(`plan/${key}`, drawn, [position(battery, battery.alt_m), aim], isFaint),
    meetRing(`meet/${key}`, drawn, aim, plan.sigma_m ?? 0, "meet", label),
  ];
}

function toldMarks(pick: Pick, item: ToldEngagementItem, origin: Origin, nowMs: number): Mark[] {
  const { meets, from, nation, state } = item;
  if (meets === null || state === "killed" || state === "missed") return [];
  const drawn = { origin, pick } as const;
  const aim = position(meets, meets.alt_m);
  const id = `${pick.section}/${pick.key}`;
  const label = meetLabel(nation, item.interceptors, item.intercept_ms, nowMs);
  const ring = meetRing(`meet/${id}`, drawn, aim, 0, state === "fired" ? "meetFired" : "meet", label);
  return from === null ? [ring] : [planLine(`plan/${id}`, drawn, [position(from, from.alt_m), aim], true), ring];
}

function meetLabel(nation: string, interceptors: number, meetsMs: number, nowMs: number): string {
  return `${nation} ×${interceptors} ${toGo(meetsMs - nowMs)}`.trim();
}

type Drawn = Readonly<{ origin: Origin; pick: Pick }>;

export function planLine(id: string, drawn: Drawn, [from, aim]: readonly [Position, Position], isFaint: boolean): LineMark {
  return { ...drawn, layer: "plans", shape: "line", id, points: greatCircle(from, aim, 12), look: isFaint ? "planFaint" : "plan" };
}

/** The point of intercept, as large as it is uncertain. */
export function meetRing(id: string, drawn: Drawn, aim: Position, sigmaM: number, look: "meet" | "meetFired", label: string): RingMark {
  const [lon, lat, alt] = aim;
  const center = { lat_rad: (lat * Math.PI) / 180, lon_rad: (lon * Math.PI) / 180 };
  const ring = circle(center, Math.max(POINT_RADIUS_M, SIGMA_TO_90 * sigmaM)).map(([x, y]): Position => [x, y, alt]);
  return { ...drawn, layer: "plans", shape: "ring", id, ring, look, label };
}
