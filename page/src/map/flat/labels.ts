/** Where names go: each beside its mark where it covers no other, the important first; what finds no place is left out. */
import type { Box } from "./outlines";
import type { Point } from "./view";

export interface Label {
  text: string;
  at: Point;
  /** Half the height and width of the mark that is named. */
  clear: number;
  width: number;
  height: number;
  /** Higher comes first. */
  weight: number;
  look: string;
  isMiddle: boolean;
}

export interface Placed {
  label: Label;
  box: Box;
}

const CELL_PX = 64;
const GAP_PX = 3;
const STEPS_PX = [0, 9, 20] as const; // a name may stand so much farther off, past a neighbour

/** Return the labels that find a place, none over another or over what is taken, none beyond the edge. */
export function placeLabels(labels: readonly Label[], taken: readonly Box[], width: number, height: number): Placed[] {
  const grid = new Grid();
  for (const box of taken) grid.add(box);
  const placed: Placed[] = [];
  const ordered = labels.map((label, i) => ({ label, i })).sort((a, b) => b.label.weight - a.label.weight || a.i - b.i);
  for (const { label } of ordered) {
    const box = candidates(label).find((one) => isInside(one, width, height) && grid.isFree(one));
    if (box === undefined) continue;
    grid.add(box);
    placed.push({ label, box });
  }
  return placed;
}

function candidates({ at: [x, y], clear, width, height, isMiddle }: Label): Box[] {
  const [half, off] = [height / 2, clear + GAP_PX];
  const boxAt = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  const middle = isMiddle ? [0, -height, height].map((down) => boxAt(x - width / 2, y - half + down)) : [];
  const beside = STEPS_PX.flatMap((step) => {
    const [far, slant] = [off + step, (off + step) * 0.7];
    return [
      boxAt(x + far, y - half),
      boxAt(x - far - width, y - half),
      boxAt(x - width / 2, y + far),
      boxAt(x - width / 2, y - far - height),
      boxAt(x + slant, y - slant - height),
      boxAt(x + slant, y + slant),
      boxAt(x - slant - width, y - slant - height),
      boxAt(x - slant - width, y + slant),
    ];
  });
  return [...middle, ...beside];
}

function isInside(box: Box, width: number, height: number): boolean {
  return box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
}

/** Boxes by the cells of a grid that they touch. */
class Grid {
  private readonly cells = new Map<string, Box[]>();

  add(box: Box): void {
    for (const cell of cellsOf(box)) {
      const kept = this.cells.get(cell);
      if (kept === undefined) this.cells.set(cell, [box]);
      else kept.push(box);
    }
  }

  isFree(box: Box): boolean {
    return !cellsOf(box).some((cell) => this.cells.get(cell)?.some((other) => overlaps(box, other)) ?? false);
  }
}

function cellsOf(box: Box): string[] {
  const cells: string[] = [];
  for (let i = Math.floor(box.left / CELL_PX); i <= Math.floor(box.right / CELL_PX); i += 1) {
    for (let j = Math.floor(box.top / CELL_PX); j <= Math.floor(box.bottom / CELL_PX); j += 1) cells.push(`${i},${j}`);
  }
  return cells;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
