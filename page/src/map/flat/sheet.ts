/** What one drawing of the scene is done with, and what it brings: places to hit and names to put. */
import type { Mark, Pick, Position } from "../../scene/scene";
import type { Hit } from "./hits";
import type { Label } from "./labels";
import { labelled } from "../../words/places";
import { boxOf, copies, type Box } from "./outlines";
import type { Palette } from "./palette";
import type { Stamps } from "./stamps";
import { screenOf, type Point, type View } from "./view";

export interface Sheet {
  pen: CanvasRenderingContext2D;
  view: View;
  palette: Palette;
  stamps: Stamps;
  picked: Pick | null;
  widthOf(text: string): number;
  hits: Hit[];
  labels: Label[];
  taken: Box[];
}

export function isPicked(mark: Mark, picked: Pick | null): boolean {
  return picked !== null && mark.pick?.key === picked.key && mark.pick.section === picked.section;
}

const WEIGHTS: Readonly<Record<Mark["layer"], number>> = {
  impacts: 90,
  launches: 85,
  tracks: 80,
  engagements: 75,
  plans: 65,
  areas: 60,
  notices: 55,
  batteries: 50,
  truth: 45,
  sensors: 40,
  links: 30,
  night: 0,
  predictions: 20,
  history: 10,
};
const LABEL_PX = 12;
const SITES_FROM_PX_PER_DEG = 45; // from there on sites are named; before, they would hide the ground
const SITES: ReadonlySet<Mark["layer"]> = new Set(["sensors", "batteries"]);

/** Ask for a name beside, or for a piece of ground in the middle of, what was drawn. */
export function ask(sheet: Sheet, mark: Mark, text: string, at: Point, clear: number, isMiddle = false): void {
  const picked = isPicked(mark, sheet.picked);
  const isSite = SITES.has(mark.layer);
  if (text === "" || (isSite && !picked && sheet.view.pxPerDeg < SITES_FROM_PX_PER_DEG)) return;
  const said = labelled(text);
  sheet.labels.push({
    text: said,
    at,
    clear,
    width: sheet.widthOf(said),
    height: LABEL_PX + 2,
    weight: picked ? 1000 : WEIGHTS[mark.layer],
    look: picked ? "focus" : isSite || mark.layer === "areas" ? "quiet" : "ink",
    isMiddle,
  });
}

/** Return every place on the screen at which something is seen. */
export function places(view: View, at: Position, margin: number): Point[] {
  const [x, y] = screenOf(view, at);
  return copies(view, boxOf([[x, y]]), margin).map((shift) => [x + shift, y]);
}

export function halo(pen: CanvasRenderingContext2D, [x, y]: Point, radius: number, colour: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.stroke();
}

export const around = ([x, y]: Point, r: number): Box => ({ left: x - r, top: y - r, right: x + r, bottom: y + r });
export const middleOf = (box: Box): Point => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
