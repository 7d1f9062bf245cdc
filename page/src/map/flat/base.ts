/** What lies below the scene: the world's picture, borders, places and graticule, kept until the view changes. */
import type { Position } from "../../scene/scene";
import { nightLook, NightSheets } from "../night";
import type { World } from "../world";
import { outlines, trace } from "./outlines";
import type { Palette } from "./palette";
import { screenAt, turnPx, type View } from "./view";

const STEPS_DEG = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30] as const;
const STEP_PX = 110; // about so far apart lie two lines of the graticule

/** Draws it into a canvas of its own, anew where the view or the world has changed. */
export class Base {
  private drawnFor = "";
  private readonly nights = new NightSheets();

  /** `sun`: where it stands overhead; null where no night is shown. */
  put(pen: CanvasRenderingContext2D, view: View, world: World, palette: Palette, pixelRatio: number, sun: Position | null): void {
    const key = JSON.stringify([view, world.version, palette.of, pixelRatio, sun]);
    if (key === this.drawnFor) return;
    this.drawnFor = key;
    pen.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    const look = nightLook(palette.isDark, palette.of["map-night"]);
    drawBase(pen, view, world, palette, sun === null ? null : this.nights.of(sun, look, world.night));
  }
}

function drawBase(pen: CanvasRenderingContext2D, view: View, world: World, palette: Palette, night: CanvasImageSource | null): void {
  pen.fillStyle = palette.of["map-sea"];
  pen.fillRect(0, 0, view.width, view.height);
  const picture = palette.isDark ? world.dark : world.light;
  if (picture === null) drawGround(pen, view, world, palette, true);
  else drawPicture(pen, view, picture, palette);
  if (night !== null) drawWorld(pen, view, night);
  if (picture !== null) drawGround(pen, view, world, palette, false); // coasts and borders stay to be read by night
  drawGraticule(pen, view, palette);
}

/** Draw what shows the whole world, as often as the world is seen. */
function drawWorld(pen: CanvasRenderingContext2D, view: View, picture: CanvasImageSource): void {
  const turn = turnPx(view);
  const [left, top] = screenAt(view, -180, 90);
  pen.imageSmoothingQuality = "high";
  for (let x = left - turn; x < view.width; x += turn) {
    if (x + turn > 0) pen.drawImage(picture, x, top, turn, 180 * view.pxPerDeg);
  }
}

function drawPicture(pen: CanvasRenderingContext2D, view: View, picture: CanvasImageSource, palette: Palette): void {
  drawWorld(pen, view, picture);
  pen.globalAlpha = palette.isDark ? 0.3 : 0.25;
  pen.fillStyle = palette.of["map-sea"];
  pen.fillRect(0, 0, view.width, view.height);
  pen.globalAlpha = 1;
}

function drawGround(pen: CanvasRenderingContext2D, view: View, world: World, palette: Palette, isFilled: boolean): void {
  pen.lineJoin = "round";
  pen.strokeStyle = palette.of["map-coast"];
  pen.globalAlpha = isFilled ? 1 : 0.55; // the picture shows the coasts already
  for (const { ring, isLand } of world.rings) {
    pen.fillStyle = palette.of[isLand ? "map-land" : "map-sea"];
    pen.lineWidth = 0.9;
    for (const { points, box } of outlines(view, ring, true)) {
      trace(pen, points, true);
      if (isFilled) pen.fill();
      const isPolar = box.right - box.left > 0.99 * turnPx(view); // its ring is closed along the edge of the world
      if (!isPolar) pen.stroke();
    }
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = palette.of["map-border"];
  pen.lineWidth = 1.1;
  pen.setLineDash([6, 3, 1.5, 3]);
  for (const line of world.borders) {
    for (const { points } of outlines(view, line, false)) {
      trace(pen, points, false);
      pen.stroke();
    }
  }
  pen.setLineDash([]);
}

function drawGraticule(pen: CanvasRenderingContext2D, view: View, palette: Palette): void {
  const step = stepDeg(view);
  pen.strokeStyle = palette.of["map-grid"];
  pen.lineWidth = 0.75;
  pen.beginPath();
  for (const lon of meridians(view, step)) {
    const [x] = screenAt(view, lon, 0);
    pen.moveTo(x, 0);
    pen.lineTo(x, view.height);
  }
  for (const lat of parallels(view, step)) {
    const [, y] = screenAt(view, 0, lat);
    pen.moveTo(0, y);
    pen.lineTo(view.width, y);
  }
  pen.stroke();
}

export function stepDeg(view: View): number {
  return STEPS_DEG.find((step) => step * view.pxPerDeg >= STEP_PX) ?? 30;
}

/** Return the longitudes of the lines that are seen, beyond 180 where the world goes on. */
export function meridians(view: View, step: number): number[] {
  const half = (180 * view.width) / turnPx(view);
  return every(view.lon - half, view.lon + half, step);
}

export function parallels(view: View, step: number): number[] {
  const half = view.height / 2 / view.pxPerDeg;
  return every(Math.max(-90, view.lat - half), Math.min(90, view.lat + half), step);
}

function every(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}
