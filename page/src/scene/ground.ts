/**
 * Places and lines on the ground for drawing alone: a sphere will do, because nothing here is ever reckoned with
 * again.  What is known about the ground comes from the engine in full precision.
 */
import type { Ellipse, LatLon } from "../stream/sections";
import type { Position } from "./scene";

const EARTH_RADIUS_M = 6_371_000;
const DEG_PER_RAD = 180 / Math.PI;
const RING_CORNERS = 48;

export function position({ lat_rad, lon_rad }: LatLon, altM = 0): Position {
  return [lon_rad * DEG_PER_RAD, lat_rad * DEG_PER_RAD, altM];
}

/** Return a ring of [latitude, longitude] in rad as places. */
export function ringFromRad(ring: readonly (readonly [number, number])[]): Position[] {
  return ring.map(([lat_rad, lon_rad]) => position({ lat_rad, lon_rad }));
}

/** Return the place at a distance in a direction from north, clockwise. */
export function placeAt({ lat_rad, lon_rad }: LatLon, azimuthRad: number, distanceM: number): LatLon {
  const arc = distanceM / EARTH_RADIUS_M;
  const sinLat = Math.sin(lat_rad) * Math.cos(arc) + Math.cos(lat_rad) * Math.sin(arc) * Math.cos(azimuthRad);
  const lat = Math.asin(Math.max(-1, Math.min(1, sinLat)));
  const east = Math.sin(azimuthRad) * Math.sin(arc) * Math.cos(lat_rad);
  const lon = lon_rad + Math.atan2(east, Math.cos(arc) - Math.sin(lat_rad) * sinLat);
  return { lat_rad: lat, lon_rad: lon };
}

export function circle(center: LatLon, radiusM: number): Position[] {
  return corners((angle) => placeAt(center, angle, radiusM));
}

/**
 * Remember what was made of each item for as long as the item lives: a section keeps the same object until the item
 * changes, so that a second in which little is new costs little, and a map knows an unchanged line by its identity.
 */
export function remembered<Item extends object, Made>(make: (item: Item) => Made): (item: Item) => Made {
  const kept = new WeakMap<Item, Made>();
  return (item) => {
    const before = kept.get(item);
    if (before !== undefined) return before;
    const made = make(item);
    kept.set(item, made);
    return made;
  };
}

/** Return the ring of an ellipse; empty where its size is withheld or unknown. */
export const ellipseRing = remembered((ellipse: Ellipse): readonly Position[] => {
  const { major_90_m: major, minor_90_m: minor, major_from_east_rad: turned } = ellipse;
  if (major === null || minor === null) return [];
  return corners((angle) => {
    const [along, across] = [major * Math.cos(angle), minor * Math.sin(angle)];
    const east = along * Math.cos(turned) - across * Math.sin(turned);
    const north = along * Math.sin(turned) + across * Math.cos(turned);
    return placeAt(ellipse, Math.atan2(east, north), Math.hypot(east, north));
  });
});

function corners(placeOf: (angleRad: number) => LatLon): Position[] {
  return Array.from({ length: RING_CORNERS }, (_, i) => position(placeOf((2 * Math.PI * i) / RING_CORNERS)));
}

type Vector = [x: number, y: number, z: number];

function vector([lon, lat]: Position): Vector {
  const [lonRad, latRad] = [lon / DEG_PER_RAD, lat / DEG_PER_RAD];
  return [Math.cos(latRad) * Math.cos(lonRad), Math.cos(latRad) * Math.sin(lonRad), Math.sin(latRad)];
}

/** Return the place a share of the way along the great circle between two, heights in proportion. */
export function between(from: Position, to: Position, share: number): Position {
  const [a, b] = [vector(from), vector(to)];
  const arc = Math.acos(Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
  const altM = from[2] + (to[2] - from[2]) * share;
  if (arc < 1e-9) return [from[0], from[1], altM];
  const [p, q] = [Math.sin((1 - share) * arc) / Math.sin(arc), Math.sin(share * arc) / Math.sin(arc)];
  const [x, y, z] = [a[0] * p + b[0] * q, a[1] * p + b[1] * q, a[2] * p + b[2] * q];
  return [Math.atan2(y, x) * DEG_PER_RAD, Math.atan2(z, Math.hypot(x, y)) * DEG_PER_RAD, altM];
}

/** Return a great circle as a line of short parts. */
export function greatCircle(from: Position, to: Position, parts = 24): Position[] {
  return Array.from({ length: parts + 1 }, (_, i) => between(from, to, i / parts));
}

/** Return a direction over the ground from north, clockwise. */
export function headingOf([east, north]: readonly [number, number, number]): number | null {
  return Math.hypot(east, north) < 1 ? null : Math.atan2(east, north);
}

export function headingTo(from: Position, to: Position): number {
  const [lonA, latA, lonB, latB] = [from[0], from[1], to[0], to[1]].map((deg) => deg / DEG_PER_RAD) as Four;
  const east = Math.sin(lonB - lonA) * Math.cos(latB);
  const north = Math.cos(latA) * Math.sin(latB) - Math.sin(latA) * Math.cos(latB) * Math.cos(lonB - lonA);
  return Math.atan2(east, north);
}
type Four = [number, number, number, number];
