/** A name beside its symbol, in px of the screen: where the symbol stands, how wide the name is. */
export interface Named {
  x: number;
  y: number;
  halfSymbolPx: number;
  widthPx: number;
}

/** Where a name goes from its symbol's middle; its left end, its middle line. */
export type Offset = readonly [dx: number, dy: number];

const LINE_PX = 15;
const GAP_PX = 3;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function choices({ halfSymbolPx, widthPx }: Named): readonly Offset[] {
  const right = halfSymbolPx + GAP_PX;
  const left = -halfSymbolPx - GAP_PX - widthPx;
  const below = halfSymbolPx + LINE_PX;
  return [
    [right, 0],
    [right, LINE_PX],
    [right, -LINE_PX],
    [left, 0],
    [left, LINE_PX],
    [left, -LINE_PX],
    [right, 2 * LINE_PX],
    [-widthPx / 2, below],
  ];
}

function boxAt({ x, y, widthPx }: Named, [dx, dy]: Offset): Box {
  return { left: x + dx, right: x + dx + widthPx, top: y + dy - LINE_PX / 2, bottom: y + dy + LINE_PX / 2 };
}

function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Give every name a place where no other name is, the first come first; null where there is none. */
export function placeNames(named: readonly Named[]): (Offset | null)[] {
  const taken: Box[] = [];
  return named.map((name) => {
    for (const offset of choices(name)) {
      const box = boxAt(name, offset);
      if (taken.some((other) => meets(box, other))) continue;
      taken.push(box);
      return offset;
    }
    return null;
  });
}
