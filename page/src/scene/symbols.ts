/**
 * The one table of symbols.  APP-6E codes of 20 digits: 14 is the edition, the third digit is 2, simulation, always;
 * the fourth says what is thought of the owner (0 pending, 3 friend, 4 neutral, 5 suspect, 6 hostile).
 */
import type { EventItem, ObjectItem } from "../stream/sections";

export const STANDING = { pending: "0", friend: "3", neutral: "4", suspect: "5", hostile: "6" } as const;
export type Standing = keyof typeof STANDING;

/** What follows the fourth digit. */
const MISSILE_PARTS: Readonly<Record<string, string>> = {
  srbm: "0600001100000101",
  mrbm: "0600001100000102",
  irbm: "0600001100000103",
  icbm: "0600001100000105",
  ballistic: "0600001100000100",
  glide: "0600001100000400",
  debris: "0600001100000014",
  cruise: "0200001100000702",
  interceptor: "0600001100000307",
};

export const SITES = {
  radar: "14231500002203000300",
  satellite: "14231500001107000502",
  satelliteHigh: "14231500001107000302",
  launcher: "14261500001111000000",
  battery: "14231000001422000000",
  headquarters: "14231002001100000000",
} as const;

export const INTERCEPTOR = missile("interceptor", "friend");

export function missile(kind: string, standing: Standing): string {
  return `142${STANDING[standing]}${MISSILE_PARTS[kind] ?? MISSILE_PARTS.ballistic}`;
}

/** What does not matter as much as what it came from, and is drawn smaller. */
export function isMinor(sidc: string): boolean {
  return sidc.endsWith("0014");
}

/** Return what the owner of an event is taken to be, from what the watch has said so far. */
export function standingOf(event: EventItem | undefined): Standing {
  if (event === undefined || event.assessment === "false") return "pending";
  if (event.assessment === "anomalous" || event.matched_notice !== "") return "neutral";
  if (event.assessment === "valid") return "hostile";
  return event.confidence === "high" || event.confidence === "medium" ? "suspect" : "pending";
}

/** Return the symbol of an object of an event, or of a track that no event holds. */
export function objectSymbol(event: EventItem | undefined, object: ObjectItem | undefined): string {
  return missile(kindOf(event, object), standingOf(event));
}

function kindOf(event: EventItem | undefined, object: ObjectItem | undefined): string {
  if (event === undefined || object === undefined) return "ballistic";
  if (object.name !== event.primary && isSpent(object.kind_probability)) return "debris";
  if (object.flies === "glide" || object.flies === "cruise") return object.flies;
  return event.generic_class in MISSILE_PARTS ? event.generic_class : "ballistic";
}

/** Of payload, stage and debris, as a radar tells them apart. */
function isSpent(probability: readonly number[] | null | undefined): boolean {
  const [payload = 1, stage = 0, debris = 0] = probability ?? [];
  return payload < Math.max(stage, debris);
}
