/** One drawing of a scene: marks, then names, then what stands on every map. */
import type { Layer, Mark, Pick, Scene, SymbolMark } from "../../scene/scene";
import { isMinor } from "../../scene/symbols";
import { labelled } from "../../words/places";
import type { Place, World } from "../world";
import { drawDegrees, drawMarking, drawScale, haloed, reserved } from "./furniture";
import type { Hit } from "./hits";
import { placeLabels, type Label } from "./labels";
import { drawMarks } from "./marks";
import type { Palette, Token } from "./palette";
import { isPicked, type Sheet } from "./sheet";
import type { Stamps } from "./stamps";
import { screenOf, type View } from "./view";

const FONT = "500 12px";
const FONT_PX = 12;

export interface Setting {
  view: View;
  palette: Palette;
  stamps: Stamps;
  world: World;
  scene: Scene;
  visible: ReadonlySet<Layer>;
  picked: Pick | null;
  widths: WidthBook;
}

/** Draw all that stands still; return what of it can be hit. */
export function drawSheet(pen: CanvasRenderingContext2D, setting: Setting): Hit[] {
  const { view, palette, stamps, picked, widths } = setting;
  const widthOf = (text: string): number => widths.of(pen, `${FONT} ${palette.sans}`, text);
  const sheet: Sheet = { pen, view, palette, stamps, picked, widthOf, hits: [], labels: [], taken: [] };
  const marks = shownMarks(setting);
  const hidden = hiddenDebris(marks, view);
  drawMarks(sheet, marks.filter((mark) => !hidden.has(mark.id) || isPicked(mark, picked)));
  drawNames(sheet, setting.world);
  drawDegrees(pen, view, palette);
  drawScale(pen, view, palette);
  drawMarking(pen, view, palette);
  return sheet.hits;
}

/** A field of regard that comes as a ring needs no fan beside it on flat ground. */
function shownMarks({ scene, visible }: Setting): Mark[] {
  const rings = new Set(scene.marks.flatMap((mark) => (mark.shape === "ring" ? [mark.pick?.key] : [])));
  return scene.marks.filter((mark) => visible.has(mark.layer) && !(mark.shape === "fan" && rings.has(mark.pick?.key)));
}

const HIDING_PX = 12;

/** Stages and debris that would lie under what they came from are left out: the tables have them. */
function hiddenDebris(marks: readonly Mark[], view: View): Set<string> {
  const symbols = marks.filter((mark) => mark.shape === "symbol");
  if (!symbols.some((mark) => isMinor(mark.sidc))) return new Set();
  const cellOf = (mark: SymbolMark, dx = 0, dy = 0): string => {
    const [x, y] = screenOf(view, mark.at);
    return `${mark.layer},${Math.round(x / HIDING_PX) + dx},${Math.round(y / HIDING_PX) + dy}`;
  };
  const majors = new Set(symbols.filter((mark) => !isMinor(mark.sidc)).map((mark) => cellOf(mark)));
  const near = (mark: SymbolMark): boolean => [-1, 0, 1].some((dx) => [-1, 0, 1].some((dy) => majors.has(cellOf(mark, dx, dy))));
  return new Set(symbols.filter((mark) => isMinor(mark.sidc) && near(mark)).map((mark) => mark.id));
}

function drawNames(sheet: Sheet, world: World): void {
  const { pen, palette, view } = sheet;
  const labels = [...sheet.labels, ...placeNames(sheet, world)];
  const placed = placeLabels(labels, [...sheet.taken, ...reserved(view)], view.width, view.height);
  pen.textBaseline = "middle";
  pen.font = `${FONT} ${palette.sans}`;
  for (const { label, box } of placed) {
    const colour = palette.of[label.look as Token];
    haloed(pen, label.text, (box.left + box.right) / 2, (box.top + box.bottom) / 2, "center", colour, palette);
  }
}

/** From how near on each kind of place is named, and which comes first; all give way to what is of the exercise. */
const PLACES: Readonly<Record<Place["kind"], { fromPxPerDeg: number; weight: number }>> = {
  nation: { fromPxPerDeg: 0, weight: 4 },
  capital: { fromPxPerDeg: 9, weight: 3 },
  city: { fromPxPerDeg: 22, weight: 2 },
  water: { fromPxPerDeg: 4, weight: 1 },
};

function placeNames(sheet: Sheet, { places }: World): Label[] {
  const { view } = sheet;
  const taken = new Set(sheet.labels.map((label) => label.text));
  return places.flatMap(({ name: id, at, kind }): Label[] => {
    const name = labelled(id);
    const { fromPxPerDeg, weight } = PLACES[kind];
    const [x, y] = screenOf(view, at);
    const isOut = x < 0 || y < 0 || x > view.width || y > view.height;
    if (isOut || view.pxPerDeg < fromPxPerDeg || taken.has(name)) return [];
    const isGround = kind === "nation" || kind === "water";
    if (!isGround) dot(sheet.pen, x, y, sheet.palette, kind === "capital" ? 3 : 2);
    const text = kind === "nation" ? name.toUpperCase() : name;
    const look = kind === "water" ? "map-water" : "map-place";
    return [{ text, at: [x, y], clear: 4, width: sheet.widthOf(text), height: FONT_PX + 2, weight, look, isMiddle: isGround }];
  });
}

function dot(pen: CanvasRenderingContext2D, x: number, y: number, palette: Palette, radius: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = palette.of["map-place"];
  pen.fill();
  pen.strokeStyle = palette.of["map-halo"];
  pen.lineWidth = 1;
  pen.stroke();
}

const MOST_WIDTHS = 4_000;

/** Widths of texts, measured once. */
export class WidthBook {
  private readonly widths = new Map<string, number>();

  of(pen: CanvasRenderingContext2D, font: string, text: string): number {
    const key = text.replaceAll(/\d/g, "0"); // figures are of one width
    const known = this.widths.get(key);
    if (known !== undefined) return known;
    if (this.widths.size > MOST_WIDTHS) this.widths.clear();
    pen.font = font;
    const width = Math.ceil(pen.measureText(key).width) + 2;
    this.widths.set(key, width);
    return width;
  }

  clear(): void {
    this.widths.clear();
  }
}
