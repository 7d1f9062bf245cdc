/** Drawing the marks of a scene, from the ground up. */
import type { Mark, RingMark, SymbolMark } from "../../scene/scene";
import { drawCorridors, drawFan, drawLines, drawRing } from "./paths";
import { drawLeaders, drawSymbol } from "./points";
import type { Sheet } from "./sheet";

/** Ground below lines below sites below where events begin and end below what flies. */
/** Rings that stand for a point. */
const POINTS: ReadonlySet<RingMark["look"]> = new Set(["launch", "impact", "meet", "meetFired"]);

type Still = Exclude<Mark, { shape: "flash" | "night" }>;

function depthOf(mark: Still): number {
  if (mark.shape === "fan" || mark.layer === "sensors") return mark.shape === "symbol" ? 3 : 0;
  if (mark.shape === "line") return 2;
  if (mark.shape === "ring") return POINTS.has(mark.look) ? 4 : 1;
  return mark.layer === "batteries" ? 3 : 5;
}
const DEPTHS = [0, 1, 2, 3, 4, 5] as const;

/** Draw all that stands still; flashes are drawn over it, the night with the ground below it. */
export function drawMarks(sheet: Sheet, marks: readonly Mark[]): void {
  const still = marks.filter((mark) => mark.shape !== "flash" && mark.shape !== "night");
  for (const depth of DEPTHS) drawDepth(sheet, still.filter((mark) => depthOf(mark) === depth));
}

function drawDepth(sheet: Sheet, marks: readonly Mark[]): void {
  for (const mark of marks) if (mark.shape === "fan") drawFan(sheet, mark);
  const rings = marks.filter((mark) => mark.shape === "ring");
  const isVague = (mark: RingMark): boolean => mark.look === "uncertainty";
  drawCorridors(sheet, rings.filter(isVague));
  for (const mark of rings) if (!isVague(mark)) drawRing(sheet, mark);
  drawLines(sheet, marks.filter((mark) => mark.shape === "line"));
  const symbols: SymbolMark[] = marks.filter((mark) => mark.shape === "symbol");
  if (symbols.length > 0) drawLeaders(sheet, symbols);
  for (const mark of symbols) drawSymbol(sheet, mark);
}
