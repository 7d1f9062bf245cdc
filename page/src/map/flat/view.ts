/**
 * The flat map's projection: equirectangular, true to shape at 30 degrees, without end from west to east.
 *
 * Screen lengths are in CSS pixels.
 */
import type { Position } from "../../scene/scene";

export const SQUEEZE = Math.cos(Math.PI / 6); // of a degree of longitude, against one of latitude
const MOST_PX_PER_DEG = 4_000; // about 30 m a pixel: finer than anything that is known

export interface View {
  lon: number;
  lat: number;
  /** Of latitude. */
  pxPerDeg: number;
  width: number;
  height: number;
}

export type Point = [x: number, y: number];

export const turnPx = (view: View): number => 360 * view.pxPerDeg * SQUEEZE;

/** Return an angle between -180 and 180. */
export function wrapped(deg: number): number {
  return deg - 360 * Math.floor((deg + 180) / 360);
}

/** Return where a place is drawn: its copy that is nearest to the middle. */
export function screenOf(view: View, at: Position): Point {
  return screenAt(view, view.lon + wrapped(at[0] - view.lon), at[1]);
}

/** Return where a longitude is drawn that may be beyond 180. */
export function screenAt(view: View, lon: number, lat: number): Point {
  return [
    view.width / 2 + (lon - view.lon) * view.pxPerDeg * SQUEEZE,
    view.height / 2 - (lat - view.lat) * view.pxPerDeg,
  ];
}

export function placeOf(view: View, [x, y]: Point): [lon: number, lat: number] {
  return [
    wrapped(view.lon + (x - view.width / 2) / (view.pxPerDeg * SQUEEZE)),
    view.lat - (y - view.height / 2) / view.pxPerDeg,
  ];
}

/** Return the view kept within the world: no farther out than once around, no pole off its edge. */
export function kept(view: View): View {
  const fewest = Math.max(view.height / 180, view.width / (360 * SQUEEZE));
  const pxPerDeg = Math.min(MOST_PX_PER_DEG, Math.max(fewest, view.pxPerDeg));
  const room = Math.max(0, 90 - view.height / 2 / pxPerDeg);
  return { ...view, pxPerDeg, lon: wrapped(view.lon), lat: Math.max(-room, Math.min(room, view.lat)) };
}

export function zoomed(view: View, factor: number, about: Point): View {
  const [lon, lat] = placeOf(view, about);
  const nearer = kept({ ...view, pxPerDeg: view.pxPerDeg * factor });
  const [x, y] = screenOf(nearer, [lon, lat, 0]);
  return panned(nearer, x - about[0], y - about[1]);
}

export function panned(view: View, dx: number, dy: number): View {
  return kept({ ...view, lon: view.lon + dx / (view.pxPerDeg * SQUEEZE), lat: view.lat - dy / view.pxPerDeg });
}

/** Return the view of a place with so many degrees of latitude or, in a narrow window, of longitude around it. */
export function lookingAt(view: View, at: Position, spanDeg: number): View {
  const pxPerDeg = Math.min(view.height, view.width / SQUEEZE) / Math.max(spanDeg, 1e-3);
  return kept({ ...view, lon: at[0], lat: at[1], pxPerDeg });
}
