/** The agreement's terms, as boards need them. */
import { BOARDS } from "../words/boards";
import { t } from "../words/words";
import type { Picture } from "../stream/picture";

export const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Return what leaves under a version of the agreement; null where that is not the one in force. */
export function releasedUnder(picture: Picture, version: string): readonly string[] | null {
  const held = picture.section("agreement").value;
  return held.get("state")?.version === version ? listOf(held.get("terms")?.fields_released) : null;
}

/** Return by field how the agreement coarsens it, in words. */
export function coarseningOf(terms: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const held = (terms.coarsening ?? {}) as Readonly<Record<string, unknown>>;
  const [grid, round, step] = [Number(held.grid_rad ?? 0), Number(held.time_round_ms ?? 0), Number(held.azimuth_step_rad ?? 0)];
  const inDegrees = (angle: number): string => String(Number(((angle * 180) / Math.PI).toFixed(2)));
  return {
    ...(grid > 0 && { launch_point: t(BOARDS.to_grid, { step: inDegrees(grid) }), impact_area: t(BOARDS.to_grid, { step: inDegrees(grid) }) }),
    ...(round > 0 && { launch_time_ms: t(BOARDS.to_seconds, { step: round / 1000 }), impact_time_ms: t(BOARDS.to_seconds, { step: round / 1000 }) }),
    ...(step > 0 && { azimuth_rad: t(BOARDS.to_sector, { step: inDegrees(step) }) }),
    ...(held.class_generic_only === true && { generic_class: t(BOARDS.class_unknown) }),
  };
}
