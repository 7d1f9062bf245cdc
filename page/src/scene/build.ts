/** From a picture to what a map draws. */
import type { Picture } from "../stream/picture";
import { areaMarks } from "./areas";
import { batteryMarks, engagementMarks } from "./batteries";
import { eventMarks } from "./events";
import { homesKnown, knownOf, type Homes } from "./known";
import { linkMarks } from "./links";
import { nightMarks } from "./night";
import { noticeMarks } from "./notices";
import { planMarks } from "./plans";
import type { Scene } from "./scene";
import { sensorMarks } from "./sensors";
import { trackMarks } from "./tracks";
import type { Trails } from "./trails";
import { truthMarks } from "./truth";

/** Below first, above last. */
const LAYER_MAKERS = [nightMarks, sensorMarks, areaMarks, noticeMarks, batteryMarks, linkMarks, eventMarks, planMarks, engagementMarks, trackMarks] as const;

/**
 * Return what is to be drawn of a picture, and of the truth over it where it may be seen.
 *
 * Read inside a computed, it is made again when one of the sections has changed.
 */
export function sceneOf(picture: Picture, truth: Picture | null, trails: Trails, homes: Homes = homesKnown.value): Scene {
  const known = knownOf(picture, trails, homes);
  const seen = truth ?? (picture.sees.value === "truth" ? picture : null);
  const below = seen === null ? [] : truthMarks(seen);
  return { timeMs: known.nowMs, marks: [...below, ...LAYER_MAKERS.flatMap((marks) => marks(known))] };
}
