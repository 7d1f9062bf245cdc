import type { Position } from "../../scene/scene";

const A_M = 6_378_137; // WGS 84
const E2 = 6.694379990141e-3;
const LONGEST_STEP_RAD = 0.035; // 2 degrees: longer steps would cut through the ground
const CAPACITIES = [8, 16, 24, 32, 48, 64, 72, 96, 128, 192, 256, 384, 512] as const;
const MOST = 512;

export type Vector = [x: number, y: number, z: number];

/** Return a place in m from the middle of the earth: x towards 0°E, y towards 90°E, z towards the north pole. */
export function fixedOf([lon, lat, alt]: Position): Vector {
  const lambda = (lon * Math.PI) / 180;
  const phi = (lat * Math.PI) / 180;
  const n = A_M / Math.sqrt(1 - E2 * Math.sin(phi) ** 2);
  const r = (n + alt) * Math.cos(phi);
  return [r * Math.cos(lambda), r * Math.sin(lambda), (n * (1 - E2) + alt) * Math.sin(phi)];
}

function lengthOf(v: Vector): number {
  return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); // ten times as quick as Math.hypot
}

/** Return the angle between two places as seen from the middle of the earth, in rad. */
export function angleBetween(a: Vector, b: Vector): number {
  const cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / (lengthOf(a) * lengthOf(b));
  return Math.acos(Math.min(1, Math.max(-1, cosine)));
}

/** Return the place at `share` of the way over the ground from a to b; heights go evenly, `liftM` is added. */
function between(a: Vector, b: Vector, angle: number, share: number, liftM: number): Vector {
  const sine = Math.sin(angle);
  const fromA = sine < 1e-6 ? 1 - share : Math.sin((1 - share) * angle) / sine;
  const fromB = sine < 1e-6 ? share : Math.sin(share * angle) / sine;
  const la = lengthOf(a);
  const lb = lengthOf(b);
  const length = la + (lb - la) * share + liftM;
  const v: Vector = [
    (a[0] / la) * fromA + (b[0] / lb) * fromB,
    (a[1] / la) * fromA + (b[1] / lb) * fromB,
    (a[2] / la) * fromA + (b[2] / lb) * fromB,
  ];
  const scale = length / lengthOf(v);
  return [v[0] * scale, v[1] * scale, v[2] * scale];
}

function isNew(place: Vector, i: number, all: readonly Vector[]): boolean {
  const before = all[i - 1];
  return before === undefined || Math.abs(before[0] - place[0]) + Math.abs(before[1] - place[1]) + Math.abs(before[2] - place[2]) > 0.5;
}

/** Take places out of a line that is too long to draw, evenly; its ends stay. */
function thinned(points: readonly Position[]): readonly Position[] {
  if (points.length <= MOST / 2) return points;
  const kept = MOST / 2;
  return Array.from({ length: kept }, (_, i) => points[Math.round((i * (points.length - 1)) / (kept - 1))] as Position);
}

/**
 * Return a line as so many places that it lies over the ground, and so that it can be drawn again in its place:
 * their number is one of a few, and no two that follow each other are the same.
 *
 * `least`: the least number of places, for lines that will grow.  `archShare`: how high the middle is lifted, as a share of the way; for links, which lie on nothing.
 */
export function curve(points: readonly Position[], archShare = 0, least = 0): Vector[] {
  const fixed = thinned(points).map(fixedOf).filter(isNew);
  const first = fixed[0];
  if (first === undefined) return [];
  if (fixed.length === 1) fixed.push([first[0], first[1], first[2] + 1]);
  const angles = fixed.slice(1).map((b, i) => Math.max(angleBetween(fixed[i] as Vector, b), 1e-9));
  const pieces = angles.map((angle) => Math.ceil(angle / LONGEST_STEP_RAD));
  const places = pieces.reduce((sum, n) => sum + n, 1);
  const needed = Math.max(least, places);
  const capacity = CAPACITIES.find((size) => size >= needed) ?? needed;
  const longest = angles.indexOf(Math.max(...angles));
  pieces[longest] = (pieces[longest] ?? 1) + capacity - places;
  const whole = angles.reduce((sum, angle) => sum + angle, 0);
  const out: Vector[] = [];
  let done = 0;
  for (const [i, n] of pieces.entries()) {
    const angle = angles[i] as number;
    for (let k = 0; k < n; k++) {
      if (k === 0 && archShare === 0) {
        out.push(fixed[i] as Vector);
        continue;
      }
      const lift = archM(archShare, whole, (done + (angle * k) / n) / whole);
      out.push(between(fixed[i] as Vector, fixed[i + 1] as Vector, angle, k / n, lift));
    }
    done += angle;
  }
  out.push(fixed[fixed.length - 1] as Vector);
  return out;
}

function archM(share: number, angle: number, along: number): number {
  return share === 0 ? 0 : share * A_M * angle * Math.sin(Math.PI * along);
}

/** Return the place at `along` (0 to 1) of the way of a link, lifted as its line is. */
export function alongLink(from: Position, to: Position, along: number, archShare: number): Vector {
  const [a, b] = [fixedOf(from), fixedOf(to)];
  const angle = angleBetween(a, b);
  return between(a, b, angle, along, archM(archShare, angle, along));
}

const WITHIN_M = 6_350_000; // a little less than the earth, so that what stands on the ground is seen

/** Return whether the earth stands between the eye and a place. */
export function isHidden(eye: Vector, place: Vector): boolean {
  const way: Vector = [place[0] - eye[0], place[1] - eye[1], place[2] - eye[2]];
  const along = -(eye[0] * way[0] + eye[1] * way[1] + eye[2] * way[2]) / (way[0] ** 2 + way[1] ** 2 + way[2] ** 2);
  const share = Math.min(1, Math.max(0, along));
  return lengthOf([eye[0] + share * way[0], eye[1] + share * way[1], eye[2] + share * way[2]]) < WITHIN_M;
}
