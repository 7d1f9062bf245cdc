/** Drawing symbols, and the signs of launches and impacts that are too small to be seen as rings. */
import type { Origin, RingMark, SymbolMark } from "../../scene/scene";
import type { RingStyle } from "./looks";
import { originColour } from "./palette";
import { around, ask, halo, isPicked, places, type Sheet } from "./sheet";
import { draw } from "./strokes";
import { SQUEEZE, type Point, type View } from "./view";

const ORIGINS: readonly Origin[] = ["plain", "truth", "received", "own", "fused"];
const SIGN_PX = 7;
const LEADER_PX = 15;
const FAR_PX_PER_DEG = 9; // of a whole world or half of it
const FAR_SCALE = 0.72;

const scaleOf = (view: View): number => (view.pxPerDeg < FAR_PX_PER_DEG ? FAR_SCALE : 1);

export function drawSymbol(sheet: Sheet, mark: SymbolMark): void {
  const { pen, stamps, palette } = sheet;
  const stamp = stamps.of(mark.sidc, mark.origin);
  const scale = scaleOf(sheet.view);
  for (const at of places(sheet.view, mark.at, stamp.size)) {
    pen.globalAlpha = mark.isFaded ? 0.45 : 1;
    const [size, radius] = [stamp.size * scale, stamp.radius * scale];
    pen.drawImage(stamp.image, at[0] - size / 2, at[1] - size / 2, size, size);
    pen.globalAlpha = 1;
    if (isPicked(mark, sheet.picked)) halo(pen, at, radius + 4, palette.of.focus);
    sheet.taken.push(around(at, radius));
    if (mark.pick !== null) sheet.hits.push({ pick: mark.pick, at });
    ask(sheet, mark, mark.label || (isPicked(mark, sheet.picked) ? (mark.pick?.key ?? "") : ""), at, radius + 1);
  }
}

/** The direction in which each symbol moves: a short line out of its frame, all of one origin as one path. */
export function drawLeaders(sheet: Sheet, marks: readonly SymbolMark[]): void {
  const { pen, palette } = sheet;
  for (const origin of ORIGINS) {
    pen.beginPath();
    for (const mark of marks) if (mark.origin === origin && mark.headingRad !== null) leader(sheet, mark, mark.headingRad);
    const colour = originColour(palette, origin);
    draw(pen, { colour, width: 1.75, dash: [], isDouble: false }, palette.of["map-halo"]);
  }
}

function leader({ pen, view, stamps }: Sheet, mark: SymbolMark, headingRad: number): void {
  const { size, radius } = stamps.of(mark.sidc, mark.origin);
  const squeeze = SQUEEZE / Math.max(0.05, Math.cos((mark.at[1] * Math.PI) / 180));
  const [east, south] = [Math.sin(headingRad) * squeeze, -Math.cos(headingRad)];
  const length = Math.hypot(east, south) || 1;
  const [dx, dy] = [east / length, south / length];
  const from = radius * scaleOf(view);
  const to = from + (view.pxPerDeg > 3 ? LEADER_PX : LEADER_PX / 2);
  for (const [x, y] of places(view, mark.at, size)) {
    pen.moveTo(x + dx * from, y + dy * from);
    pen.lineTo(x + dx * to, y + dy * to);
  }
}

/** A launch is an upright triangle, an impact a cross in a ring, a point of intercept a diamond, full when in flight. */
export function drawSign(sheet: Sheet, mark: RingMark, { stroke, sign: shape }: RingStyle, at: Point): void {
  const { pen, palette } = sheet;
  const [x, y] = at;
  pen.beginPath();
  if (shape === "launch") {
    pen.moveTo(x, y - SIGN_PX);
    pen.lineTo(x + SIGN_PX * 0.9, y + SIGN_PX * 0.7);
    pen.lineTo(x - SIGN_PX * 0.9, y + SIGN_PX * 0.7);
    pen.closePath();
  } else if (shape === "impact") {
    pen.arc(x, y, SIGN_PX, 0, 2 * Math.PI);
  } else {
    diamond(sheet, at, shape === "meetFired" ? stroke.colour : palette.of["map-halo"]);
  }
  draw(pen, stroke, palette.of["map-halo"]);
  if (shape === "impact") cross(sheet, at, SIGN_PX + 4, stroke.colour);
  if (isPicked(mark, sheet.picked)) halo(pen, at, SIGN_PX + 6, palette.of.focus);
  sheet.taken.push(around(at, SIGN_PX));
  if (mark.pick !== null) sheet.hits.push({ pick: mark.pick, at });
  ask(sheet, mark, mark.label, at, SIGN_PX + 4);
}

function diamond({ pen }: Sheet, [x, y]: Point, fill: string): void {
  for (const [dx, dy] of [[0, -1], [1, 0], [0, 1], [-1, 0]] as const) pen.lineTo(x + dx * SIGN_PX, y + dy * SIGN_PX);
  pen.closePath();
  pen.fillStyle = fill;
  pen.fill();
}

function cross({ pen, palette }: Sheet, [x, y]: Point, reach: number, colour: string): void {
  pen.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    pen.moveTo(x + dx * 2.5, y + dy * 2.5);
    pen.lineTo(x + dx * reach, y + dy * reach);
  }
  draw(pen, { colour, width: 1.5, dash: [], isDouble: false }, palette.of["map-halo"]);
}

