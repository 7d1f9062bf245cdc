import type { Position } from "../../scene/scene";
import { fixedOf, type Vector } from "./curve";

/** A surface of triangles, three numbers of places each. */
export interface Shell {
  places: Vector[];
  triangles: number[];
  /** Its edges, two numbers of places each. */
  edges: number[];
}

const STEP_RAD = 0.1;

/** Return the place seen from `at` in a direction from north, clockwise, at an elevation and a range. */
export function seenFrom(at: Position, azimuthRad: number, elevationRad: number, rangeM: number): Vector {
  const [x, y, z] = fixedOf(at);
  const lambda = (at[0] * Math.PI) / 180;
  const phi = (at[1] * Math.PI) / 180;
  const east = rangeM * Math.cos(elevationRad) * Math.sin(azimuthRad);
  const north = rangeM * Math.cos(elevationRad) * Math.cos(azimuthRad);
  const up = rangeM * Math.sin(elevationRad);
  return [
    x - Math.sin(lambda) * east - Math.sin(phi) * Math.cos(lambda) * north + Math.cos(phi) * Math.cos(lambda) * up,
    y + Math.cos(lambda) * east - Math.sin(phi) * Math.sin(lambda) * north + Math.cos(phi) * Math.sin(lambda) * up,
    z + Math.cos(phi) * north + Math.sin(phi) * up,
  ];
}

function steps([from, to]: readonly [number, number]): number[] {
  const n = Math.max(1, Math.ceil((to - from) / STEP_RAD));
  return Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * i) / n);
}

/**
 * Return what a radar looks through, or what a battery reaches: the far surface, and where it does not go all the way
 * round the two sides and the floor back to where it stands.
 */
export function shell(
  at: Position,
  rangeM: number,
  azimuthRad: readonly [number, number],
  elevationRad: readonly [number, number],
): Shell {
  const azimuths = steps(azimuthRad);
  const elevations = steps(elevationRad);
  const places = azimuths.flatMap((az) => elevations.map((el) => seenFrom(at, az, el, rangeM)));
  const n = elevations.length;
  const triangles: number[] = [];
  for (let i = 0; i + 1 < azimuths.length; i++) {
    for (let k = 0; k + 1 < n; k++) {
      const corner = i * n + k;
      triangles.push(corner, corner + n, corner + 1, corner + 1, corner + n, corner + n + 1);
    }
  }
  const made: Shell = { places, triangles, edges: [] };
  if (azimuthRad[1] - azimuthRad[0] < 2 * Math.PI - 1e-6) addSides(made, at, azimuths.length, n);
  return made;
}

function addSides({ places, triangles, edges }: Shell, at: Position, nAzimuths: number, n: number): void {
  const hub = places.length;
  const last = (nAzimuths - 1) * n;
  places.push(fixedOf(at));
  for (const first of [0, last]) {
    edges.push(hub, first);
    for (let k = 0; k + 1 < n; k++) {
      triangles.push(hub, first + k, first + k + 1);
      edges.push(first + k, first + k + 1);
    }
  }
  for (let i = 0; i + 1 < nAzimuths; i++) {
    triangles.push(hub, i * n, (i + 1) * n);
    edges.push(i * n, (i + 1) * n, i * n + n - 1, (i + 2) * n - 1);
  }
}
