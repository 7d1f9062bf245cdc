import type { Mark, Position, RingMark, Scene } from "../scene/scene";
import { angleBetween, fixedOf, type Vector } from "./globe/curve";

const LEAST_DEG = 12;
const MOST_DEG = 150;
const ROOM = 1.25; // so that nothing stands at the very edge
const WHOLE: View = { at: [0, 25, 0], spanDeg: MOST_DEG };

/** What would make every view the whole world, or is not of now. */
const AROUND: ReadonlySet<RingMark["look"]> = new Set(["coverage", "coverageOut", "noticeLater"]);

export interface View {
  at: Position;
  spanDeg: number;
}

/** What the eye should find on the map. */
function placesOf(mark: Mark): readonly Position[] {
  switch (mark.shape) {
    case "symbol":
      return mark.at[2] > 2_000_000 ? [] : [mark.at];
    case "line":
      return mark.look === "sight" || mark.look === "corridor" ? [] : mark.points;
    case "ring":
      return AROUND.has(mark.look) ? [] : mark.ring;
    default:
      return [];
  }
}

function middle(places: readonly Vector[]): Vector {
  const sum: Vector = [0, 0, 0];
  for (const place of places) {
    const length = Math.hypot(...place);
    for (const axis of [0, 1, 2] as const) sum[axis] += place[axis] / length;
  }
  return sum;
}

/** Return the view that holds all that a scene shows; the whole world where it shows nothing. */
export function viewOf(scene: Scene): View {
  const places = scene.marks.flatMap(placesOf).map(fixedOf);
  const at = middle(places);
  if (places.length === 0 || Math.hypot(...at) < 1e-6) return WHOLE;
  const widest = Math.max(...places.map((place) => angleBetween(at, place)));
  const spanDeg = Math.min(MOST_DEG, Math.max(LEAST_DEG, (2 * ROOM * widest * 180) / Math.PI));
  const lon = (Math.atan2(at[1], at[0]) * 180) / Math.PI;
  const lat = (Math.atan2(at[2], Math.hypot(at[0], at[1])) * 180) / Math.PI;
  return { at: [lon, lat, 0], spanDeg };
}
