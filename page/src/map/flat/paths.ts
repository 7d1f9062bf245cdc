/** Drawing lines, rings and fans. */
import type { FanMark, LineMark, Position, RingMark } from "../../scene/scene";
import { circle, greatCircle, placeAt, position } from "../../scene/ground";
import { lineLook, ringLook, type RingStyle } from "./looks";
import { add, outlines, trace, type Box } from "./outlines";
import { drawSign } from "./points";
import { ask, isPicked, middleOf, type Sheet } from "./sheet";
import { draw } from "./strokes";
import type { Point } from "./view";

const SMALL_PX = 11; // a ring smaller than that is drawn as a sign

/** Lines of one look are drawn as one path: a canvas takes as long for each stroke as for what is in it. */
export function drawLines(sheet: Sheet, marks: readonly LineMark[]): void {
  const { pen, palette } = sheet;
  for (const alike of grouped(sheet, marks)) {
    const first = alike[0] as LineMark;
    const { stroke, alpha, isCased } = lineLook(first, palette);
    const picked = isPicked(first, sheet.picked);
    pen.beginPath();
    for (const mark of alike) {
      for (const { points } of outlines(sheet.view, mark.points, false)) {
        add(pen, points, false);
        if (mark.pick !== null) sheet.hits.push({ pick: mark.pick, points });
      }
    }
    pen.globalAlpha = picked ? 1 : alpha;
    draw(pen, picked ? { ...stroke, width: stroke.width + 0.75 } : stroke, palette.of["map-halo"], isCased);
    pen.globalAlpha = 1;
  }
}

/** What is uncertain of every path, as one shape of each origin: where two lie over each other it is not darker. */
export function drawCorridors(sheet: Sheet, marks: readonly RingMark[]): void {
  const { pen, palette } = sheet;
  for (const alike of grouped(sheet, marks)) {
    const { fill, fillAlpha, alpha, stroke } = ringLook(alike[0] as RingMark, palette);
    pen.beginPath();
    for (const mark of alike) for (const { points } of outlines(sheet.view, mark.ring, true)) add(pen, points, true);
    pen.fillStyle = fill;
    pen.globalAlpha = fillAlpha;
    pen.fill();
    pen.globalAlpha = alpha;
    draw(pen, stroke, palette.of["map-halo"], false);
    pen.globalAlpha = 1;
  }
}

function grouped<One extends LineMark | RingMark>(sheet: Sheet, marks: readonly One[]): One[][] {
  const groups = new Map<string, One[]>();
  for (const mark of marks) {
    const key = `${mark.look}|${mark.origin}|${isPicked(mark, sheet.picked)}`;
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [mark]);
    else alike.push(mark);
  }
  return [...groups.values()];
}

export function drawRing(sheet: Sheet, mark: RingMark): void {
  const style = ringLook(mark, sheet.palette);
  for (const { points, box } of outlines(sheet.view, mark.ring, true)) {
    const isSmall = Math.max(box.right - box.left, box.bottom - box.top) < SMALL_PX;
    if (isSmall && style.sign !== null) drawSign(sheet, mark, style, middleOf(box));
    else ring(sheet, mark, style, points, box);
  }
}

function ring(sheet: Sheet, mark: RingMark, style: RingStyle, points: Point[], box: Box): void {
  const { pen, palette } = sheet;
  const picked = isPicked(mark, sheet.picked);
  trace(pen, points, true);
  if (style.fill !== "") {
    pen.fillStyle = style.fill;
    pen.globalAlpha = style.fillAlpha;
    pen.fill();
  }
  pen.globalAlpha = picked ? 1 : style.alpha;
  const stroke = picked ? { ...style.stroke, width: style.stroke.width + 1 } : style.stroke;
  if (stroke.width > 0) draw(pen, stroke, palette.of["map-halo"], style.isCased);
  pen.globalAlpha = 1;
  const first = points[0];
  if (mark.pick !== null && first !== undefined) sheet.hits.push({ pick: mark.pick, points: [...points, first] });
  const [x, y] = middleOf(box);
  ask(sheet, mark, mark.label, [x, y], (box.right - box.left) / 2, style.isNamedInside);
}

/** A flat map shows a fan by its footprint: both sides and the far edge. */
export function drawFan(sheet: Sheet, mark: FanMark): void {
  const { pen, palette } = sheet;
  for (const { points } of outlines(sheet.view, footprint(mark), true)) {
    trace(pen, points, true);
    pen.fillStyle = mark.isOut ? palette.of.bad : palette.of.ink;
    pen.globalAlpha = mark.isOut ? 0.05 : 0.035;
    pen.fill();
    pen.globalAlpha = 0.7;
    const colour = mark.isOut ? palette.of.bad : palette.of.quiet;
    draw(pen, { colour, width: 1, dash: mark.isOut ? [2, 4] : [], isDouble: false }, palette.of["map-halo"], false);
    pen.globalAlpha = 1;
    if (mark.pick !== null) sheet.hits.push({ pick: mark.pick, points });
  }
}

const FAN_PARTS = 32;

function footprint({ at, rangeM, azimuthRad: [from, to], elevationRad: [low] }: FanMark): Position[] {
  const site = { lat_rad: (at[1] * Math.PI) / 180, lon_rad: (at[0] * Math.PI) / 180 };
  const groundM = rangeM * Math.cos(Math.max(0, low));
  const turn = (((to - from) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
  if (turn < 1e-6) return circle(site, groundM);
  const edge = Array.from({ length: FAN_PARTS + 1 }, (_, i) =>
    position(placeAt(site, from + (turn * i) / FAN_PARTS, groundM)),
  );
  const [first, last] = [edge[0] ?? at, edge[FAN_PARTS] ?? at];
  return [...greatCircle(at, first, 8), ...edge, ...greatCircle(last, at, 8)];
}

