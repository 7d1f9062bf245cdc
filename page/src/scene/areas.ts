/** Layer `areas`: declared ground, what is threatened, and what has been warned. */
import type { Picture } from "../stream/picture";
import { ringFromRad } from "./ground";
import type { Known } from "./known";
import type { Mark, RingLook } from "./scene";

export function areaMarks({ picture }: Known): Mark[] {
  const [threatened, warned] = [threatenedAreas(picture), warnedAreas(picture)];
  return [...picture.section("areas").value].map(([key, area]): Mark => {
    const isNamed = (names: ReadonlySet<string>): boolean => names.has(key) || names.has(area.name);
    const look: RingLook = isNamed(warned) ? "areaWarned" : isNamed(threatened) ? "areaThreatened" : "area";
    return {
      shape: "ring",
      id: `area/${key}`,
      layer: "areas",
      origin: "plain",
      pick: { section: "areas", key },
      ring: ringFromRad(area.ring),
      look,
      label: area.name,
    };
  });
}

export function threatenedAreas(picture: Picture): Set<string> {
  const events = [...picture.section("events").value.values()];
  return new Set(events.flatMap((event) => Object.keys(event.impact?.areas ?? {})));
}

export function warnedAreas(picture: Picture): Set<string> {
  const warnings = [...picture.section("public_warnings").value.values()];
  const standing = warnings.filter((warning) => warning.is_standing ?? warning.step !== "cancel");
  return new Set(standing.flatMap((warning) => warning.areas));
}
