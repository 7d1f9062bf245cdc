/** Layer `night`: which half of the ground lies in the dark, from where the server says that the sun stands. */
import { position } from "./ground";
import type { Known } from "./known";
import type { Mark } from "./scene";

export function nightMarks({ picture }: Known): Mark[] {
  const sun = picture.section("sky").value.get("sun");
  if (sun === undefined) return [];
  return [{ shape: "night", id: "night", layer: "night", origin: "plain", pick: null, sun: position(sun) }];
}
