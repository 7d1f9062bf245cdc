/** Drawing what is of a moment: intercepts, and messages on their way. */
import { between } from "../../scene/ground";
import type { FlashMark } from "../../scene/scene";
import { halo, places, type Sheet } from "./sheet";
import { draw } from "./strokes";
import type { Point } from "./view";

const CROSSING_MS = 2_200; // ms of the watcher's own time that a message takes from end to end
const PULSE_MS = 1_800; // once; nothing flashes

export function drawFlash(sheet: Sheet, mark: FlashMark): void {
  if (mark.kind === "message") return drawMessage(sheet, mark);
  const { pen, palette } = sheet;
  const colour = mark.kind === "kill" ? palette.of.good : palette.of.bad;
  const since = sheet.isStill ? PULSE_MS : sheet.ageOf(mark.id);
  for (const at of places(sheet.view, mark.at, 30)) {
    if (since < PULSE_MS) {
      sheet.isMoving = true;
      pen.globalAlpha = 1 - since / PULSE_MS;
      halo(pen, at, 8 + 22 * (since / PULSE_MS), colour);
      pen.globalAlpha = 1;
    }
    burst(sheet, at, colour, mark.kind === "kill");
    if (mark.pick !== null) sheet.hits.push({ pick: mark.pick, at });
  }
}

/** A hit is a star of eight rays, a miss a ring struck through. */
function burst({ pen, palette }: Sheet, [x, y]: Point, colour: string, isKill: boolean): void {
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

function drawMessage(sheet: Sheet, mark: FlashMark): void {
  const since = sheet.ageOf(mark.id);
  if (mark.to === null || since > CROSSING_MS) return;
  sheet.isMoving = true;
  const { pen, palette } = sheet;
  const share = sheet.isStill ? 0.5 : since / CROSSING_MS;
  const eased = share * share * (3 - 2 * share);
  const middle = between(mark.at, mark.to, eased);
  for (const at of places(sheet.view, middle, 12)) {
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

