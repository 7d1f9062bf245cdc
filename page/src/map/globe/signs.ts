import type { Mark, Position, RingMark } from "../../scene/scene";
import { labelled } from "../../words/places";
import { fixedOf, type Vector } from "./curve";
import type { Images } from "./images";
import type { Sign } from "./symbols";

const NAMED = new Set<RingMark["look"]>(["area", "areaThreatened", "areaWarned", "notice", "noticeLater", "coverage", "coverageOut"]);

function middleOf(ring: readonly Position[]): Position {
  const sum: Vector = [0, 0, 0];
  for (const place of ring) {
    const at = fixedOf(place);
    for (const axis of [0, 1, 2] as const) sum[axis] += at[axis];
  }
  const [x, y, z] = sum;
  return [(Math.atan2(y, x) * 180) / Math.PI, (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, ring[0]?.[2] ?? 0];
}

function northOf(ring: readonly Position[]): Position {
  return ring.reduce((north, place) => (place[1] > north[1] ? place : north));
}

function ringSign(mark: RingMark, images: Images): Sign | null {
  if (mark.ring.length === 0) return null;
  const common = { id: mark.id, layer: mark.layer, pick: mark.pick, label: labelled(mark.label), isFaded: false };
  if (mark.look === "launch" || mark.look === "impact" || mark.look === "meet" || mark.look === "meetFired") {
    return { ...common, at: middleOf(mark.ring), image: images.spot(mark.look, mark.origin) };
  }
  if (mark.label === "" || !NAMED.has(mark.look)) return null;
  return { ...common, at: northOf(mark.ring), image: images.blank() };
}

/** Return what stands in one place: symbols, and the signs and names of rings.  What matters most is named first. */
export function signsOf(marks: readonly Mark[], images: Images): Sign[] {
  const signs: Sign[] = [];
  const lesser: Sign[] = [];
  for (const mark of marks) {
    if (mark.shape === "symbol") {
      const { id, layer, pick, at, label, isFaded, sidc, origin } = mark;
      const into = layer === "tracks" || layer === "truth" ? signs : lesser;
      into.push({ id, layer, pick, at, label, isFaded, image: images.symbol(sidc, origin) });
    } else if (mark.shape === "ring") {
      const sign = ringSign(mark, images);
      if (sign !== null) (mark.look === "impact" ? signs : lesser).push(sign);
    }
  }
  return [...signs, ...lesser];
}
