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
    const box = firstFree(label, (one) => isInside(one, width, height) && grid.isFree(one));
    if (box === null) continue;
    grid.add(box);
    placed.push({ label, box });
  }
  return placed;
}

/** Where a name may stand, as shares of the way from the mark: right, left, below, above, then aslant. */
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1], [0.7, -0.7], [0.7, 0.7], [-0.7, -0.7], [-0.7, 0.7]] as const;
const STACKED = [0, -1, 1] as const; // for names of ground: in the middle, a line above, a line below

function firstFree(label: Label, isFree: (box: Box) => boolean): Box | null {
  const { at: [x, y], clear, width, height, isMiddle } = label;
  const boxAt = (middleX: number, middleY: number): Box => ({
    left: middleX - width / 2,
    top: middleY - height / 2,
    right: middleX + width / 2,
    bottom: middleY + height / 2,
  });
  if (isMiddle) {
    for (const line of STACKED) {
      const box = boxAt(x, y + line * height);
      if (isFree(box)) return box;
    }
  }
  for (const step of STEPS_PX) {
    const off = clear + GAP_PX + step;
    for (const [east, south] of SIDES) {
      const box = boxAt(x + east * off + (Math.sign(east) * width) / 2, y + south * off + (Math.sign(south) * height) / 2);
      if (isFree(box)) return box;
    }
  }
  return null;
}

function isInside(box: Box, width: number, height: number): boolean {
  return box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
}

/** Boxes by the cells of a grid that they touch. */
class Grid {
  private readonly cells = new Map<number, Box[]>();

  add(box: Box): void {
    someCell(box, (cell) => {
      const kept = this.cells.get(cell);
      if (kept === undefined) this.cells.set(cell, [box]);
      else kept.push(box);
      return false;
    });
  }

  isFree(box: Box): boolean {
    return !someCell(box, (cell) => this.cells.get(cell)?.some((other) => overlaps(box, other)) ?? false);
  }
}

const ROW = 65_536; // more cells than any screen has in a row

function someCell(box: Box, is: (cell: number) => boolean): boolean {
  const [right, bottom] = [Math.floor(box.right / CELL_PX), Math.floor(box.bottom / CELL_PX)];
  for (let i = Math.floor(box.left / CELL_PX); i <= right; i += 1) {
    for (let j = Math.floor(box.top / CELL_PX); j <= bottom; j += 1) if (is(i * ROW + j)) return true;
  }
  return false;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
