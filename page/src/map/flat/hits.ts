/** What a click meets: the nearest of what was drawn, a symbol before a line. */
import type { Pick } from "../../scene/scene";
import type { Point } from "./view";

const SYMBOL_REACH_PX = 14;
const LINE_REACH_PX = 7;

export type Hit = { pick: Pick; at: Point; reach?: number } | { pick: Pick; points: readonly Point[] };

export function nearest(hits: readonly Hit[], click: Point): Pick | null {
  const symbols = hits.map((hit) => ("at" in hit ? distance(hit.at, click) / (hit.reach ?? SYMBOL_REACH_PX) : Infinity));
  const symbol = least(symbols, 1);
  if (symbol >= 0) return hits[symbol]?.pick ?? null;
  const lines = hits.map((hit) => ("points" in hit ? distanceToLine(hit.points, click) : Infinity));
  return hits[least(lines, LINE_REACH_PX)]?.pick ?? null;
}

/** Return the index of the least number up to a bound, of equal ones the last, which lies on top; else -1. */
function least(numbers: readonly number[], bound: number): number {
  let found = -1;
  numbers.forEach((number, i) => {
    if (number <= bound && (found < 0 || number <= (numbers[found] ?? Infinity))) found = i;
  });
  return found;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

export function distanceToLine(points: readonly Point[], click: Point): number {
  let best = Infinity;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1] as Point, points[i] as Point];
    best = Math.min(best, distanceToPart(a, b, click));
  }
  return best;
}

function distanceToPart(a: Point, b: Point, click: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length2 = dx * dx + dy * dy;
  const share = length2 === 0 ? 0 : ((click[0] - a[0]) * dx + (click[1] - a[1]) * dy) / length2;
  const along = Math.max(0, Math.min(1, share));
  return distance([a[0] + along * dx, a[1] + along * dy], click);
}
