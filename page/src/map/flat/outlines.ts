/** Lines and rings on the screen: whole over the antimeridian, over a pole, and once more where the world repeats. */
import type { Position } from "../../scene/scene";
import { screenAt, turnPx, wrapped, type Point, type View } from "./view";

export interface Outline {
  points: Point[];
  box: Box;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Return a line, or a ring, as drawn: every copy that can be seen. */
export function outlines(view: View, places: readonly Position[], isRing: boolean): Outline[] {
  if (places.length === 0) return [];
  const points = unbroken(view, places, isRing);
  const box = boxOf(points);
  return copies(view, box).map((shift) => ({
    points: shift === 0 ? points : points.map(([x, y]): Point => [x + shift, y]),
    box: { ...box, left: box.left + shift, right: box.right + shift },
  }));
}

/** Return how far to shift each copy of a box that can be seen. */
export function copies(view: View, box: Box, margin = 0): number[] {
  if (box.bottom < -margin || box.top > view.height + margin) return [];
  const turn = turnPx(view);
  return [-turn, 0, turn].filter((shift) => box.right + shift >= -margin && box.left + shift <= view.width + margin);
}

/** Return the points of a line without a jump at the antimeridian. */
function unbroken(view: View, places: readonly Position[], isRing: boolean): Point[] {
  const points: Point[] = [];
  let lon = view.lon + wrapped((places[0]?.[0] ?? 0) - view.lon);
  const first = lon;
  let latSum = 0;
  for (const place of places) {
    lon += wrapped(place[0] - lon);
    latSum += place[1];
    points.push(screenAt(view, lon, place[1]));
  }
  if (!isRing) return points;
  const end = lon + wrapped(first - lon);
  if (Math.abs(end - first) > 180) points.push(...overPole(view, first, end, places[0]?.[1] ?? 0, latSum));
  return points;
}

/** A ring that goes once around the world holds a pole: it is closed along it. */
function overPole(view: View, first: number, end: number, lat: number, latSum: number): Point[] {
  const pole = latSum < 0 ? -90 : 90;
  return [screenAt(view, end, lat), screenAt(view, end, pole), screenAt(view, first, pole)];
}

export function boxOf(points: readonly Point[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.top) box.top = y;
    if (y > box.bottom) box.bottom = y;
  }
  return box;
}

export function trace(pen: CanvasRenderingContext2D, points: readonly Point[], isRing: boolean): void {
  pen.beginPath();
  add(pen, points, isRing);
}

/** Add an outline to the path that has been begun. */
export function add(pen: CanvasRenderingContext2D, points: readonly Point[], isRing: boolean): void {
  points.forEach(([x, y], i) => (i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  if (isRing) pen.closePath();
}
