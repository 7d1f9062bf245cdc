/** Drawing symbols, and the signs of launches and impacts that are too small to be seen as rings. */
import type { RingMark, SymbolMark } from "../../scene/scene";
import type { RingStyle } from "./looks";
import { originColour } from "./palette";
import { around, ask, halo, isPicked, places, type Sheet } from "./sheet";
import { draw } from "./strokes";
import { SQUEEZE, type Point } from "./view";

const SIGN_PX = 7;
const LEADER_PX = 15;
const FAR_PX_PER_DEG = 9; // of a whole world or half of it
const FAR_SCALE = 0.72;

export function drawSymbol(sheet: Sheet, mark: SymbolMark): void {
  const { pen, stamps, palette } = sheet;
  const stamp = stamps.of(mark.sidc, mark.origin);
  const scale = sheet.view.pxPerDeg < FAR_PX_PER_DEG ? FAR_SCALE : 1;
  for (const at of places(sheet.view, mark.at, stamp.size)) {
    pen.globalAlpha = mark.isFaded ? 0.45 : 1;
    if (mark.headingRad !== null) leader(sheet, mark, at, stamp.radius * scale);
    const [size, radius] = [stamp.size * scale, stamp.radius * scale];
    pen.drawImage(stamp.image, at[0] - size / 2, at[1] - size / 2, size, size);
    pen.globalAlpha = 1;
    if (isPicked(mark, sheet.picked)) halo(pen, at, radius + 4, palette.of.focus);
    sheet.taken.push(around(at, radius));
    if (mark.pick !== null) sheet.hits.push({ pick: mark.pick, at });
    ask(sheet, mark, mark.label || (isPicked(mark, sheet.picked) ? (mark.pick?.key ?? "") : ""), at, radius + 1);
  }
}

/** The direction in which a symbol moves. */
function leader({ pen, palette, view }: Sheet, mark: SymbolMark, [x, y]: Point, radius: number): void {
  const squeeze = SQUEEZE / Math.max(0.05, Math.cos((mark.at[1] * Math.PI) / 180));
  const heading = mark.headingRad ?? 0;
  const [east, south] = [Math.sin(heading) * squeeze, -Math.cos(heading)];
  const length = Math.hypot(east, south) || 1;
  const [dx, dy] = [east / length, south / length];
  const reach = radius + (view.pxPerDeg > 3 ? LEADER_PX : LEADER_PX / 2);
  pen.beginPath();
  pen.moveTo(x + dx * radius, y + dy * radius);
  pen.lineTo(x + dx * reach, y + dy * reach);
  const colour = originColour(palette, mark.origin);
  draw(pen, { colour, width: 1.75, dash: [], isDouble: false }, palette.of["map-halo"]);
}

/** A launch is an upright triangle, an impact a cross in a ring: small, but as legible as a symbol. */
export function drawSign(sheet: Sheet, mark: RingMark, { stroke, sign: shape }: RingStyle, at: Point): void {
  const { pen, palette } = sheet;
  const [x, y] = at;
  pen.beginPath();
  if (shape === "launch") {
    pen.moveTo(x, y - SIGN_PX);
    pen.lineTo(x + SIGN_PX * 0.9, y + SIGN_PX * 0.7);
    pen.lineTo(x - SIGN_PX * 0.9, y + SIGN_PX * 0.7);
    pen.closePath();
  } else {
    pen.arc(x, y, SIGN_PX, 0, 2 * Math.PI);
  }
  draw(pen, stroke, palette.of["map-halo"]);
  if (shape === "impact") cross(sheet, at, SIGN_PX + 4, stroke.colour);
  if (isPicked(mark, sheet.picked)) halo(pen, at, SIGN_PX + 6, palette.of.focus);
  sheet.taken.push(around(at, SIGN_PX));
  if (mark.pick !== null) sheet.hits.push({ pick: mark.pick, at });
  ask(sheet, mark, mark.label, at, SIGN_PX + 4);
}

function cross({ pen, palette }: Sheet, [x, y]: Point, reach: number, colour: string): void {
  pen.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    pen.moveTo(x + dx * 2.5, y + dy * 2.5);
    pen.lineTo(x + dx * reach, y + dy * reach);
  }
  draw(pen, { colour, width: 1.5, dash: [], isDouble: false }, palette.of["map-halo"]);
}

