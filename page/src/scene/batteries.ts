/** Layers `batteries` and `engagements`: who can shoot, what is on its way, and what it did. */
import type { BatteryItem, ShotItem } from "../stream/sections";
import { between, circle, greatCircle, headingTo, position } from "./ground";
import { toGo, type Known } from "./known";
import { meetRing, planLine } from "./plans";
import type { Mark } from "./scene";
import { INTERCEPTOR, SITES } from "./symbols";

export const RESULT_SHOWN_MS = 60_000; // exercise time; what a shot did is known some time after it

export function batteryMarks({ picture, nowMs }: Known): Mark[] {
  return [...picture.section("batteries").value].flatMap(([key, battery]) => marksOf(key, battery, nowMs));
}

function marksOf(key: string, battery: BatteryItem, nowMs: number): Mark[] {
  const drawn = { layer: "batteries", origin: "plain", pick: { section: "batteries", key } } as const;
  const isFaded = battery.stock_left === 0 || battery.ready_ms > nowMs;
  const site: Mark = {
    ...drawn,
    shape: "symbol",
    id: `battery/${key}`,
    at: position(battery, battery.alt_m),
    sidc: SITES.battery,
    label: `${key} ${battery.stock_left}`,
    headingRad: null,
    isFaded,
  };
  const ring = circle(battery, battery.reach_m);
  return [{ ...drawn, shape: "ring", id: `reach/${key}`, ring, look: "reach", label: "" }, site];
}

export function engagementMarks({ picture, nowMs }: Known): Mark[] {
  return [...picture.section("shots").value].flatMap(([key, shot]) => [
    ...flightMarks(key, shot, nowMs),
    ...resultMarks(key, shot, nowMs),
  ]);
}

/** A shot that waits for its launch, as a plan that is sure; or on its way, straight from its battery to where it is to hit: as planned, because nobody sees more of it. */
function flightMarks(key: string, shot: ShotItem, nowMs: number): Mark[] {
  if (nowMs > shot.intercept_ms) return [];
  const drawn = { layer: "engagements", origin: "own", pick: { section: "shots", key } } as const;
  const [from, aim] = [position(shot.from, shot.from.alt_m), position(shot.aim, shot.aim.alt_m)];
  if (nowMs < shot.launch_ms) {
    const label = `×${shot.interceptors} ${toGo(shot.intercept_ms - nowMs)}`;
    return [planLine(`ordered/${key}`, drawn, [from, aim], false), meetRing(`meet/${key}`, drawn, aim, 0, "meetFired", label)];
  }
  const share = (nowMs - shot.launch_ms) / Math.max(1, shot.intercept_ms - shot.launch_ms);
  const at = between(from, aim, share);
  return [
    { ...drawn, shape: "line", id: `shot/${key}`, points: greatCircle(from, aim, 12), look: "engagement" },
    {
      ...drawn,
      shape: "symbol",
      id: `interceptor/${key}`,
      at,
      sidc: INTERCEPTOR,
      label: shot.interceptors > 1 ? `×${shot.interceptors}` : "",
      headingRad: headingTo(from, aim),
      isFaded: false,
    },
  ];
}

function resultMarks(key: string, shot: ShotItem, nowMs: number): Mark[] {
  const ageMs = nowMs - shot.intercept_ms;
  const result = shot.true_result ?? shot.result; // the truth where it is the truth's picture
  if (result === "" || ageMs < 0 || ageMs > RESULT_SHOWN_MS) return [];
  return [
    {
      shape: "flash",
      kind: result === "killed" ? "kill" : "miss",
      id: `result/${key}`,
      layer: "engagements",
      origin: "own",
      pick: { section: "shots", key },
      at: position(shot.aim, shot.aim.alt_m),
      to: null,
      ageMs,
    },
  ];
}
