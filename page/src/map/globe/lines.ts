import { Cartesian3, type Material, type Polyline, PolylineCollection, type PrimitiveCollection } from "@cesium/engine";
import type { Layer, LineMark, Pick, Position, RingMark } from "../../scene/scene";
import { curve, type Vector } from "./curve";
import { lookOf, type Look, type Palette } from "./palette";
import { materialOf } from "./strokes";

export const LINK_ARCH = 0.08;
const TRAIL_PLACES = 72; // of every trail, however short: one that grows would have its whole collection made again
const BUDGET_MS = 2.5; // of a frame, for lines that have changed
const PICKED_WIDER_PX = 2;

type Stroked = LineMark | RingMark;

interface Drawn {
  line: Polyline;
  group: Group;
  mark: Stroked;
  /** The mark's own places, as it gave them; the same ones need no look at what is in them. */
  given: readonly Position[];
  points: readonly Position[];
  size: number;
  serial: number;
}

/** Lines of one look: they share one material, so they are drawn in one go. */
interface Group {
  layer: Layer;
  look: Look;
  material: Material;
  lines: PolylineCollection;
  /** Lines that are hidden now, by their number of places: a line that comes takes one of them, so buffers stay. */
  spare: Map<number, Polyline[]>;
}

const givenBy = (mark: Stroked): readonly Position[] => (mark.shape === "line" ? mark.points : mark.ring);

/** Return the places of a mark's line; a ring is closed. */
function pointsOf(mark: Stroked): readonly Position[] {
  if (mark.shape === "line") return mark.points;
  const first = mark.ring[0];
  return first === undefined ? [] : [...mark.ring, first];
}

function isSame(a: readonly Position[], b: readonly Position[]): boolean {
  return a.length === b.length && a.every((p, i) => p[0] === b[i]?.[0] && p[1] === b[i]?.[1] && p[2] === b[i]?.[2]);
}

const cartesian = ([x, y, z]: Vector): Cartesian3 => new Cartesian3(x, y, z);

/**
 * Every line and ring of a scene, in about twenty collections by look.
 *
 * A line that has changed waits for its turn: each frame takes as many as fit in its budget, so that a
 * second in which everything has moved is spread over many frames.
 */
export class Lines {
  private readonly drawn = new Map<string, Drawn>();
  private readonly groups = new Map<string, Group>();
  private readonly waiting = new Set<string>();
  private serial = 0;

  constructor(
    private readonly into: PrimitiveCollection,
    private readonly palette: Palette,
  ) {}

  show(marks: readonly Stroked[], visible: ReadonlySet<Layer>, picked: Pick | null): void {
    this.serial += 1;
    for (const mark of marks) this.take(mark, picked);
    for (const [id, drawn] of this.drawn) if (drawn.serial !== this.serial) this.drop(id, drawn);
    for (const group of this.groups.values()) group.lines.show = visible.has(group.layer);
  }

  /** Draw again what has changed, as much as fits in a frame; return whether something is left. */
  refresh(): boolean {
    const endMs = performance.now() + BUDGET_MS;
    for (const id of this.waiting) {
      this.waiting.delete(id);
      const drawn = this.drawn.get(id);
      if (drawn !== undefined) this.draw(id, drawn);
      if (performance.now() > endMs) break;
    }
    return this.waiting.size > 0;
  }

  destroy(): void {
    for (const group of this.groups.values()) this.into.remove(group.lines);
    this.groups.clear();
    this.drawn.clear();
  }

  private take(mark: Stroked, picked: Pick | null): void {
    const given = givenBy(mark);
    if (given.length < 2) return;
    let drawn = this.drawn.get(mark.id);
    const group = this.groupOf(mark);
    if (drawn !== undefined && drawn.group !== group) {
      this.drop(mark.id, drawn);
      drawn = undefined;
    }
    if (drawn === undefined) {
      drawn = this.begin(mark, group);
      this.drawn.set(mark.id, drawn);
    } else if (drawn.given !== given) {
      const points = pointsOf(mark);
      if (!isSame(drawn.points, points)) this.waiting.add(mark.id);
      drawn.given = given;
      drawn.points = points;
    }
    drawn.mark = mark;
    drawn.serial = this.serial;
    drawn.line.id = mark.pick;
    const isPicked = picked !== null && mark.pick?.section === picked.section && mark.pick.key === picked.key;
    drawn.line.width = group.look.widthPx + (isPicked ? PICKED_WIDER_PX : 0);
  }

  private begin(mark: Stroked, group: Group): Drawn {
    const points = pointsOf(mark);
    const places = this.placesOf(mark, points);
    const line = this.lineOf(group, places);
    return { line, group, mark, given: givenBy(mark), points, size: places.length, serial: this.serial };
  }

  private placesOf(mark: Stroked, points: readonly Position[]): Cartesian3[] {
    const isLink = mark.shape === "line" && (mark.look === "link" || mark.look === "linkOut");
    const least = mark.look === "trail" ? TRAIL_PLACES : 0;
    return curve(points, isLink ? LINK_ARCH : 0, least).map(cartesian);
  }

  private lineOf(group: Group, places: Cartesian3[]): Polyline {
    const spare = group.spare.get(places.length)?.pop();
    if (spare === undefined) {
      return group.lines.add({ positions: places, width: group.look.widthPx, material: group.material });
    }
    spare.positions = places;
    spare.show = true;
    return spare;
  }

  private draw(id: string, drawn: Drawn): void {
    const places = this.placesOf(drawn.mark, drawn.points);
    if (places.length === drawn.size) {
      drawn.line.positions = places;
      return;
    }
    const { width, id: pick } = drawn.line;
    this.hide(drawn);
    drawn.line = this.lineOf(drawn.group, places);
    drawn.line.width = width;
    drawn.line.id = pick;
    drawn.size = places.length;
    this.drawn.set(id, drawn);
  }

  private drop(id: string, drawn: Drawn): void {
    this.hide(drawn);
    this.drawn.delete(id);
    this.waiting.delete(id);
  }

  private hide({ line, group, size }: Drawn): void {
    line.show = false;
    line.id = null;
    const spare = group.spare.get(size) ?? [];
    spare.push(line);
    group.spare.set(size, spare);
  }

  private groupOf(mark: Stroked): Group {
    const name = `${mark.layer}/${mark.look}/${mark.origin}`;
    let group = this.groups.get(name);
    if (group === undefined) {
      const look = lookOf(this.palette, mark);
      const lines = this.into.add(new PolylineCollection()) as PolylineCollection;
      group = { layer: mark.layer, look, material: materialOf(look), lines, spare: new Map() };
      this.groups.set(name, group);
    }
    return group;
  }
}
