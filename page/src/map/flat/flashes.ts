/** Drawing what is of a moment: intercepts, and messages on their way. */
import { between } from "../../scene/ground";
import type { FlashMark, Scene } from "../../scene/scene";
import type { Hit } from "./hits";
import type { Palette } from "./palette";
import { halo, places } from "./sheet";
import { draw } from "./strokes";
import type { Point, View } from "./view";

const CROSSING_MS = 2_200; // ms of the watcher's own time that a message takes from end to end
const OLD_MS = 45_000; // of exercise time: what a shot did is known some time after it
const PULSE_MS = 1_800; // once; nothing flashes

/** What flashes are drawn with: over everything, again and again while one of them moves. */
export interface Show {
  pen: CanvasRenderingContext2D;
  view: View;
  palette: Palette;
  /** How long ago a flash was first seen, in ms of the watcher's own time: for how it moves alone. */
  ageOf(id: string): number;
  isStill: boolean;
  isMoving: boolean;
  hits: Hit[];
}

export function drawFlash(show: Show, mark: FlashMark): void {
  if (mark.kind === "message") return drawMessage(show, mark);
  const { pen, palette } = show;
  const colour = mark.kind === "kill" ? palette.of.good : palette.of.bad;
  const since = show.isStill || mark.ageMs > OLD_MS ? PULSE_MS : show.ageOf(mark.id);
  for (const at of places(show.view, mark.at, 30)) {
    if (since < PULSE_MS) {
      show.isMoving = true;
      pen.globalAlpha = 1 - since / PULSE_MS;
      halo(pen, at, 8 + 22 * (since / PULSE_MS), colour);
      pen.globalAlpha = 1;
    }
    burst(show, at, colour, mark.kind === "kill");
    if (mark.pick !== null) show.hits.push({ pick: mark.pick, at });
  }
}

/** A hit is a star of eight rays, a miss a ring struck through. */
function burst({ pen, palette }: Show, [x, y]: Point, colour: string, isKill: boolean): void {
  pen.beginPath();
  if (isKill) {
    for (let i = 0; i < 8; i += 1) {
      const [dx, dy] = [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)];
      pen.moveTo(x + dx * 3, y + dy * 3);
      pen.lineTo(x + dx * (i % 2 === 0 ? 10 : 7), y + dy * (i % 2 === 0 ? 10 : 7));
    }
  } else {
    pen.arc(x, y, 7, 0, 2 * Math.PI);
    pen.moveTo(x - 8, y + 8);
    pen.lineTo(x + 8, y - 8);
  }
  draw(pen, { colour, width: 2, dash: [], isDouble: false }, palette.of["map-halo"]);
}

function drawMessage(show: Show, mark: FlashMark): void {
  const since = show.ageOf(mark.id);
  if (mark.to === null || since > CROSSING_MS) return;
  show.isMoving = true;
  const { pen, palette } = show;
  const share = show.isStill ? 0.5 : since / CROSSING_MS;
  const eased = share * share * (3 - 2 * share);
  const middle = between(mark.at, mark.to, eased);
  for (const at of places(show.view, middle, 12)) {
    pen.globalAlpha = Math.min(1, 4 * (1 - share));
    pen.beginPath();
    pen.rect(at[0] - 6, at[1] - 4, 12, 8);
    pen.moveTo(at[0] - 6, at[1] - 4);
    pen.lineTo(at[0], at[1] + 1);
    pen.lineTo(at[0] + 6, at[1] - 4);
    pen.fillStyle = palette.of["map-halo"];
    pen.fill();
    draw(pen, { colour: palette.of.marking, width: 1.5, dash: [], isDouble: false }, palette.of["map-halo"]);
    pen.globalAlpha = 1;
  }
}


/** When flashes were first seen, by the clock of the screen: for how they move alone, never for what is known. */
export class Firsts {
  private seen = new Map<string, number>();

  keep(scene: Scene): void {
    const now = performance.now();
    const flashes = scene.marks.filter((mark) => mark.shape === "flash");
    this.seen = new Map(flashes.map(({ id }) => [id, this.seen.get(id) ?? now]));
  }

  ageOf(id: string): number {
    return performance.now() - (this.seen.get(id) ?? performance.now());
  }
}

