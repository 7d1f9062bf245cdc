import {
  BoundingSphere,
  Cartesian3,
  Color,
  ColorGeometryInstanceAttribute,
  ComponentDatatype,
  Geometry,
  GeometryAttribute,
  GeometryAttributes,
  GeometryInstance,
  PerInstanceColorAppearance,
  Primitive,
  PrimitiveCollection,
  PrimitiveType,
} from "@cesium/engine";
import type { FanMark, Layer, RingMark } from "../../scene/scene";
import { angleBetween, fixedOf, type Vector } from "./curve";
import { originColour, type Palette } from "./palette";
import { shell, type Shell } from "./shell";

const ALPHA = { fan: 0.07, edge: 0.45, dome: 0.07, fill: 0.22 };
const EARTH_M = 6_371_000;

type Solid = FanMark | RingMark;

interface Standing {
  primitive: PrimitiveCollection;
  layer: Layer;
  /** What it was made from: it is made again only when this changes. */
  made: string;
  serial: number;
}

function domeOf(mark: RingMark): Shell | null {
  const first = mark.ring[0];
  const across = mark.ring[Math.floor(mark.ring.length / 2)];
  if (first === undefined || across === undefined) return null;
  const [a, b] = [fixedOf(first), fixedOf(across)];
  const middle: Vector = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
  const lon = (Math.atan2(middle[1], middle[0]) * 180) / Math.PI;
  const lat = (Math.atan2(middle[2], Math.hypot(middle[0], middle[1])) * 180) / Math.PI;
  const rangeM = (angleBetween(a, b) * EARTH_M) / 2;
  return shell([lon, lat, 0], rangeM, [0, 2 * Math.PI], [0, Math.PI / 2]);
}

function fanOf(mark: FanMark): Shell {
  const [from, to] = mark.azimuthRad;
  return shell(mark.at, mark.rangeM, [from, to > from ? to : to + 2 * Math.PI], mark.elevationRad);
}

/** The ground within a small ring, as triangles about its middle. */
function fillOf(mark: RingMark): Shell | null {
  if (mark.ring.length < 3) return null;
  const corners = mark.ring.map(fixedOf);
  const middle = corners.reduce<Vector>((sum, c) => [sum[0] + c[0], sum[1] + c[1], sum[2] + c[2]], [0, 0, 0]);
  const places = [...corners, middle.map((x) => x / corners.length) as Vector];
  const hub = corners.length;
  const triangles = corners.flatMap((_, i) => [hub, i, (i + 1) % hub]);
  return { places, triangles, edges: [] };
}

function isFilled(mark: RingMark): boolean {
  return mark.look === "areaWarned" || mark.look === "areaThreatened" || mark.look === "impact" || mark.look === "notice";
}

function instanceOf(places: readonly Vector[], indices: readonly number[], primitiveType: PrimitiveType, colour: Color): GeometryInstance {
  const attributes = new GeometryAttributes();
  attributes.position = new GeometryAttribute({
    componentDatatype: ComponentDatatype.DOUBLE,
    componentsPerAttribute: 3,
    values: new Float64Array(places.flat()),
  });
  const boundingSphere = BoundingSphere.fromPoints(places.map(([x, y, z]) => new Cartesian3(x, y, z)));
  const geometry = new Geometry({ attributes, indices: new Uint16Array(indices), primitiveType, boundingSphere });
  return new GeometryInstance({ geometry, attributes: { color: ColorGeometryInstanceAttribute.fromColor(colour) } });
}

function primitiveOf(geometryInstances: GeometryInstance): Primitive {
  const appearance = new PerInstanceColorAppearance({ flat: true, translucent: true, closed: false });
  return new Primitive({ geometryInstances, appearance, asynchronous: false, allowPicking: false });
}

/** Return a surface that can be seen through, and its edges where it has some. */
function solidOf({ places, triangles, edges }: Shell, colour: Color, alpha: number): PrimitiveCollection {
  const both = new PrimitiveCollection();
  both.add(primitiveOf(instanceOf(places, triangles, PrimitiveType.TRIANGLES, colour.withAlpha(alpha))));
  if (edges.length > 0) both.add(primitiveOf(instanceOf(places, edges, PrimitiveType.LINES, colour.withAlpha(ALPHA.edge))));
  return both;
}

/** Radar fans and battery domes as volumes that can be seen through, and the ground of areas in danger. */
export class Volumes {
  private readonly standing = new Map<string, Standing>();
  private serial = 0;

  constructor(
    private readonly into: PrimitiveCollection,
    private readonly palette: Palette,
  ) {}

  show(marks: readonly Solid[], visible: ReadonlySet<Layer>, isFlat: boolean): void {
    this.serial += 1;
    for (const mark of marks) this.take(mark, visible, isFlat);
    for (const [id, standing] of this.standing) {
      if (standing.serial === this.serial) continue;
      this.into.remove(standing.primitive);
      this.standing.delete(id);
    }
  }

  destroy(): void {
    for (const { primitive } of this.standing.values()) this.into.remove(primitive);
    this.standing.clear();
  }

  private take(mark: Solid, visible: ReadonlySet<Layer>, isFlat: boolean): void {
    const made = JSON.stringify(mark.shape === "fan" ? [mark.at, mark.rangeM, mark.azimuthRad, mark.elevationRad, mark.isOut] : [mark.look, mark.ring]);
    let standing = this.standing.get(mark.id);
    if (standing === undefined || standing.made !== made) {
      if (standing !== undefined) this.into.remove(standing.primitive);
      const primitive = this.make(mark);
      if (primitive === null) return;
      this.into.add(primitive, 0);
      standing = { primitive, layer: mark.layer, made, serial: 0 };
      this.standing.set(mark.id, standing);
    }
    standing.serial = this.serial;
    const isVolume = mark.shape === "fan" || mark.look === "reach";
    standing.primitive.show = visible.has(mark.layer) && !(isFlat && isVolume);
  }

  private make(mark: Solid): PrimitiveCollection | null {
    const { bad, warn } = this.palette;
    const own = originColour(this.palette, mark.origin);
    if (mark.shape === "fan") return solidOf(fanOf(mark), mark.isOut ? bad : own, ALPHA.fan);
    const surface = mark.look === "reach" ? domeOf(mark) : fillOf(mark);
    if (surface === null) return null;
    if (mark.look === "reach") return solidOf(surface, own, ALPHA.dome);
    return solidOf(surface, mark.look === "areaThreatened" ? warn : mark.look === "areaWarned" ? bad : own, ALPHA.fill);
  }
}

/** Return whether a mark is drawn as a volume or a filled ground, besides its line. */
export function isSolid(mark: { shape: string }): mark is Solid {
  if (mark.shape === "fan") return true;
  if (mark.shape !== "ring") return false;
  const ring = mark as RingMark;
  return ring.look === "reach" || isFilled(ring);
}
