/** Layers `tracks`, `history` and `predictions`: what is in the air as this node holds it. */
import type { PathPoint, TrackItem } from "../stream/sections";
import { headingOf, headingTo, placeAt, position, remembered } from "./ground";
import type { Holder, Known } from "./known";
import type { Mark, Pick, Position } from "./scene";
import { objectSymbol } from "./symbols";

const SIGMA_TO_90 = 2.146; // radius of 90 % of a circular normal distribution, in its sigma
const FADED_BELOW = 0.5; // that it still coasts as believed

export function trackMarks(known: Known): Mark[] {
  const tracks = known.picture.section("tracks").value;
  return [...tracks].flatMap(([key, track]) => marksOf(key, track, known));
}

function marksOf(key: string, track: TrackItem, known: Known): Mark[] {
  const pick: Pick = { section: "tracks", key };
  const holder = known.holders.get(key);
  const at = position(track, track.alt_m);
  const symbol: Mark = {
    shape: "symbol",
    id: `track/${key}`,
    layer: "tracks",
    origin: track.made_of,
    pick,
    at,
    sidc: objectSymbol(holder?.event, holder?.object),
    label: labelOf(key, holder),
    headingRad: headingOf(track.velocity_enu),
    isFaded: track.coast_probability < FADED_BELOW,
  };
  return [...trailMarks(key, track, at, known), ...pathMarks(key, track, at), symbol];
}

/** The event's code on the object that the warning is about; the others are named when they are picked. */
function labelOf(key: string, holder: Holder | undefined): string {
  if (holder === undefined) return key;
  return holder.object.name === holder.event.primary ? holder.eventId : "";
}

function trailMarks(key: string, track: TrackItem, at: Position, { trails }: Known): Mark[] {
  const points = trails.points.get(key) ?? [];
  if (points.length === 0) return [];
  const pick: Pick = { section: "tracks", key };
  return [
    {
      shape: "line",
      id: `trail/${key}`,
      layer: "history",
      origin: track.made_of,
      pick,
      points: [...points, at],
      look: "trail",
    },
  ];
}

function pathMarks(key: string, track: TrackItem, at: Position): Mark[] {
  const path = track.path ?? [];
  if (path.length === 0) return [];
  const drawn = { layer: "predictions", origin: track.made_of, pick: { section: "tracks", key } } as const;
  const points = path.map((point) => position(point, point.alt_m));
  const line: Mark = { ...drawn, shape: "line", id: `path/${key}`, points: [at, ...points], look: "path" };
  const ring = corridor(path);
  if (ring.length === 0) return [line];
  return [{ ...drawn, shape: "ring", id: `corridor/${key}`, ring, look: "uncertainty", label: "" }, line];
}

/** Return what holds the path with 90 %: both sides of it, as far off as it is uncertain there. */
export const corridor = remembered((path: readonly PathPoint[]): readonly Position[] => {
  const sure = path.filter((point) => point.sigma_m !== null);
  if (sure.length < 2) return [];
  const left: Position[] = [];
  const right: Position[] = [];
  sure.forEach((point, i) => {
    const [back, ahead] = [sure[Math.max(0, i - 1)] ?? point, sure[Math.min(sure.length - 1, i + 1)] ?? point];
    const heading = headingTo(position(back), position(ahead));
    const offM = (point.sigma_m ?? 0) * SIGMA_TO_90;
    left.push(position(placeAt(point, heading - Math.PI / 2, offM), point.alt_m));
    right.push(position(placeAt(point, heading + Math.PI / 2, offM), point.alt_m));
  });
  return [...left, ...right.reverse()];
});
