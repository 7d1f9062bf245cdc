/**
 * The night side as a sheet to be laid over the ground, for either map: equirectangular, from 180 west and 90 north,
 * clear by day, opaque by night, soft between.  It is made again when the sun has gone on, not with every frame.
 */
import type { Layer, Position, Scene } from "../scene/scene";
import { askForNight, NIGHT_PX } from "./world";

const MASK_PX = { width: 512, height: 256 } as const;
const DUSK_SINE = { from: Math.sin(0.015), to: Math.sin(-0.21) } as const; // sunset to the end of nautical twilight
const RAD_PER_DEG = Math.PI / 180;

/** How a theme shows the night: over a dark ground its picture, over paper a shade. */
export interface NightLook {
  isPicture: boolean;
  shade: string;
  strength: number;
}

export function nightLook(isDark: boolean, shade: string): NightLook {
  return isDark ? { isPicture: true, shade, strength: 0.86 } : { isPicture: false, shade, strength: 0.3 };
}

/** Return where the sun stands overhead; null where no night is to be shown. */
export function sunOf(scene: Scene, visible: ReadonlySet<Layer>): Position | null {
  const night = visible.has("night") ? scene.marks.find((mark) => mark.shape === "night") : undefined;
  return night?.sun ?? null;
}

/** Return how much of the night there is where the sun stands so high: 0 by day, 1 when dusk is over. */
export function nightShare(sineOfSun: number): number {
  const share = (DUSK_SINE.from - sineOfSun) / (DUSK_SINE.from - DUSK_SINE.to);
  const within = Math.min(1, Math.max(0, share));
  return within * within * (3 - 2 * within);
}

/** Return the sine of the sun's height at a place, where it is overhead at another. */
export function sineOfSun([lon, lat]: Position, [sunLon, sunLat]: Position): number {
  const [phi, delta] = [lat * RAD_PER_DEG, sunLat * RAD_PER_DEG];
  return Math.sin(phi) * Math.sin(delta) + Math.cos(phi) * Math.cos(delta) * Math.cos((lon - sunLon) * RAD_PER_DEG);
}

/** Makes sheets of nights.  Two take turns, because a map may still show the one while it takes the other. */
export class NightSheets {
  private readonly mask = canvasOf(MASK_PX.width, MASK_PX.height);
  private readonly sheets = [canvasOf(NIGHT_PX, NIGHT_PX / 2), canvasOf(NIGHT_PX, NIGHT_PX / 2)] as const;
  private turn = 0;
  private madeFor = "";

  /** Return the sheet; another canvas than the last one where something is new. */
  of(sun: Position, look: NightLook, picture: CanvasImageSource | null): HTMLCanvasElement {
    if (look.isPicture) askForNight();
    const shown = look.isPicture ? picture : null;
    const key = JSON.stringify([sun, look, shown !== null]);
    if (key !== this.madeFor) {
      this.madeFor = key;
      this.turn = 1 - this.turn;
      drawMask(this.mask, sun, look.strength);
      drawSheet(this.sheet(), this.mask, look.shade, shown);
    }
    return this.sheet();
  }

  private sheet(): HTMLCanvasElement {
    return this.sheets[this.turn === 0 ? 0 : 1];
  }
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

function drawMask(mask: HTMLCanvasElement, sun: Position, strength: number): void {
  const { width, height } = MASK_PX;
  const pen = mask.getContext("2d");
  if (pen === null) return;
  const pixels = pen.createImageData(width, height);
  const lons = Float64Array.from({ length: width }, (_, x) => Math.cos((((x + 0.5) / width) * 360 - 180 - sun[0]) * RAD_PER_DEG));
  for (let y = 0; y < height; y += 1) {
    const lat = 90 - ((y + 0.5) / height) * 180;
    const atPole = Math.sin(lat * RAD_PER_DEG) * Math.sin(sun[1] * RAD_PER_DEG);
    const across = Math.cos(lat * RAD_PER_DEG) * Math.cos(sun[1] * RAD_PER_DEG);
    for (let x = 0; x < width; x += 1) {
      pixels.data[4 * (y * width + x) + 3] = 255 * strength * nightShare(atPole + across * (lons[x] ?? 0));
    }
  }
  pen.putImageData(pixels, 0, 0);
}

function drawSheet(sheet: HTMLCanvasElement, mask: HTMLCanvasElement, shade: string, picture: CanvasImageSource | null): void {
  const { width, height } = sheet;
  const pen = sheet.getContext("2d");
  if (pen === null) return;
  pen.globalCompositeOperation = "copy";
  pen.fillStyle = shade;
  pen.fillRect(0, 0, width, height);
  pen.globalCompositeOperation = "source-over";
  if (picture !== null) pen.drawImage(picture, 0, 0, width, height);
  pen.globalCompositeOperation = "destination-in";
  pen.imageSmoothingQuality = "high";
  pen.drawImage(mask, 0, 0, width, height);
}
