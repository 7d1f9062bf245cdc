import { Cartesian3, Color, PolylineCollection, type Scene } from "@cesium/engine";
import type { Position } from "../../scene/scene";
import { curve } from "./curve";
import type { Palette } from "./palette";
import { materialOf } from "./strokes";

const STEP_DEG = 30;
const FINE_DEG = 5;
const STRENGTH = { dark: 0.16, light: 0.3 };

function line(from: number, to: number, at: (deg: number) => Position): Cartesian3[] {
  const points: Position[] = [];
  for (let deg = from; deg <= to; deg += FINE_DEG) points.push(at(deg));
  return curve(points).map(([x, y, z]) => new Cartesian3(x, y, z));
}

/** Draw meridians and parallels, so that a globe without its picture can be read too. */
export function drawGraticule(scene: Scene, palette: Palette): void {
  const strength = palette.isLight ? STRENGTH.light : STRENGTH.dark;
  const colour = Color.clone(palette.quiet).withAlpha(strength);
  const material = materialOf({ colour, stroke: "full", widthPx: 1 });
  const lines = scene.primitives.add(new PolylineCollection(), 0) as PolylineCollection;
  for (let lon = -180; lon < 180; lon += STEP_DEG) {
    lines.add({ positions: line(-85, 85, (lat) => [lon, lat, 0]), width: 1, material });
  }
  for (let lat = -60; lat <= 60; lat += STEP_DEG) {
    lines.add({ positions: line(-180, 180, (lon) => [lon, lat, 0]), width: 1, material });
  }
}
