/** What stands on every map: the marking, the scale, the degrees. */
import { t } from "../../words/words";
import { MAP } from "../../words/map";
import { meridians, parallels, stepDeg } from "./base";
import type { Box } from "./outlines";
import type { Palette } from "./palette";
import { screenAt, wrapped, type Point, type View } from "./view";

const M_PER_DEG = 111_195;
const MOST_SCALE_PX = 160;
const MARGIN = 10;

const CHIP = { width: 78, height: 16 } as const;

/** The marking is part of the picture wherever it is cut: along its edges, and faintly all over. */
export function drawMarking(pen: CanvasRenderingContext2D, view: View, palette: Palette): void {
  for (const [x, y] of chipPlaces(view)) chip(pen, x, y, palette);
  pen.globalAlpha = 0.07;
  pen.font = `700 26px ${palette.sans}`;
  pen.fillStyle = palette.of.ink;
  pen.textAlign = "center";
  for (let y = 150, row = 0; y < view.height - 60; y += 260, row += 1) {
    for (let x = row % 2 === 0 ? 190 : 400; x < view.width; x += 420) pen.fillText("EXERCISE", x, y);
  }
  pen.globalAlpha = 1;
}

/** All corners but the lower left, where the scale and the page's own legend stand. */
function chipPlaces(view: View): Point[] {
  const [middle, right, bottom] = [(view.width - CHIP.width) / 2, view.width - CHIP.width - MARGIN, view.height - CHIP.height - 6];
  return [[MARGIN, 6], [middle, 6], [right, 6], [middle, bottom], [right, bottom]];
}

const TOP_BAND_PX = 24;

/** Return where no name may stand: the degrees along the top, the marking, the scale. */
export function reserved(view: View): Box[] {
  const chips = chipPlaces(view).map(([x, y]) => ({ left: x, top: y, right: x + CHIP.width, bottom: y + CHIP.height }));
  const scale = { left: 0, top: view.height - 44, right: MOST_SCALE_PX + 80, bottom: view.height };
  return [{ left: 0, top: 0, right: view.width, bottom: TOP_BAND_PX }, scale, ...chips];
}

function chip(pen: CanvasRenderingContext2D, x: number, y: number, palette: Palette): void {
  pen.fillStyle = palette.of.marking;
  pen.beginPath();
  pen.roundRect(x, y, CHIP.width, CHIP.height, 3);
  pen.fill();
  pen.font = `600 10.5px ${palette.sans}`;
  pen.textBaseline = "middle";
  pen.textAlign = "center";
  pen.fillStyle = palette.of["marking-ink"];
  pen.fillText("EXERCISE", x + CHIP.width / 2, y + CHIP.height / 2 + 0.5);
}

export function drawDegrees(pen: CanvasRenderingContext2D, view: View, palette: Palette): void {
  pen.font = `10.5px ${palette.sans}`;
  pen.textBaseline = "middle";
  const step = stepDeg(view);
  for (const lon of meridians(view, step)) {
    const [x] = screenAt(view, lon, 0);
    if (x < 90 || x > view.width - 90 || Math.abs(x - view.width / 2) < 60) continue;
    haloed(pen, longitudeText(lon), x, MARGIN + 4, "center", palette.of.quiet, palette);
  }
  for (const lat of parallels(view, step)) {
    const [, y] = screenAt(view, 0, lat);
    if (y < 34 || y > view.height - 58) continue;
    haloed(pen, latitudeText(lat), view.width - MARGIN, y, "right", palette.of.quiet, palette);
  }
}

function longitudeText(lon: number): string {
  const deg = tidy(wrapped(lon));
  if (deg === 0 || Math.abs(deg) === 180) return `${Math.abs(deg)}°`;
  return t(deg > 0 ? MAP.degEast : MAP.degWest, { deg: Math.abs(deg) });
}

function latitudeText(lat: number): string {
  const deg = tidy(lat);
  if (deg === 0) return "0°";
  return t(deg > 0 ? MAP.degNorth : MAP.degSouth, { deg: Math.abs(deg) });
}

const tidy = (deg: number): number => Math.round(deg * 100) / 100;

/** The scale holds in the middle of the map, from west to east. */
export function drawScale(pen: CanvasRenderingContext2D, view: View, palette: Palette): void {
  const mPerPx = (M_PER_DEG * Math.cos((view.lat * Math.PI) / 180)) / ((view.pxPerDeg * Math.sqrt(3)) / 2);
  const lengthM = roundBelow(MOST_SCALE_PX * mPerPx);
  const [length, y] = [lengthM / mPerPx, view.height - MARGIN - 22];
  for (const [width, colour] of [[4.5, palette.of["map-halo"]], [1.5, palette.of.ink]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.lineCap = "square";
    pen.beginPath();
    pen.moveTo(MARGIN, y - 5);
    pen.lineTo(MARGIN, y);
    pen.lineTo(MARGIN + length, y);
    pen.lineTo(MARGIN + length, y - 5);
    pen.stroke();
  }
  const text = lengthM >= 1000 ? t(MAP.km, { n: lengthM / 1000 }) : t(MAP.m, { n: lengthM });
  pen.font = `11px ${palette.sans}`;
  pen.textBaseline = "middle";
  haloed(pen, text, MARGIN + length + 8, y - 3, "left", palette.of.ink, palette);
}

/** Return the greatest of 1, 2, 5, 10, ... that is no more than a number. */
export function roundBelow(number: number): number {
  const ten = 10 ** Math.floor(Math.log10(number));
  return ([5, 2, 1].find((step) => step * ten <= number) ?? 1) * ten;
}

export function haloed(
  pen: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
  colour: string,
  palette: Palette,
): void {
  pen.textAlign = align;
  pen.lineJoin = "round";
  pen.strokeStyle = palette.of["map-halo"];
  pen.lineWidth = 3;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}
