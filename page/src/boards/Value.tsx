import { bearing, kilometres, latLon, percent, seconds } from "../parts/measures";
import { exerciseTime } from "../parts/times";
import { term } from "../words/terms";
import { ORDERS } from "../words/orders";
import { labelled } from "../words/places";
import { spoken } from "../words/said";
import { t } from "../words/words";

const MOST_SHOWN = 6; // parts of a list that are written out

/** A value of a record by the unit that ends its name; free words stay what they are: text. */
export function Value({ name, value }: { name: string; value: unknown }) {
  return <bdi>{written(name, value)}</bdi>;
}

export function written(name: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return t(value ? ORDERS.yes : ORDERS.no);
  if (typeof value === "number") return writtenNumber(name, value);
  if (typeof value === "string") return CODED.has(name) ? spoken(term(value)) : labelled(value);
  if (Array.isArray(value)) return writtenList(name, value);
  const inner = value as Record<string, unknown>;
  if (typeof inner.lat_rad === "number" && typeof inner.lon_rad === "number") return latLon(inner.lat_rad, inner.lon_rad) + radiusOf(inner);
  return Object.entries(inner)
    .filter(([key]) => key !== "type")
    .map(([key, part]) => `${term(key)} ${written(key, part)}`)
    .join(", ");
}

/** Names of fields whose words are codes. */
const CODED = new Set([
  ...["assessment", "confidence", "generic_class", "phenomenology", "level", "step", "msg_type", "state", "layer", "proposed"],
  ...["third_state_rule", "joint_cells", "engagement_sharing", "publicity", "public_facts", "classes", "fields_released", "messages", "verdict", "says"],
  ...["cell", "decided_by", "asked_of", "risk", "reason", "means", "cause", "method", "engagement", "weapons_control", "defends", "announces"],
]);

function writtenNumber(name: string, value: number): string {
  if (name.endsWith("_sigma_ms") || /(delay|round|interval|lead|held|due|post_launch|skew|trip)_?\w*_ms$/.test(name)) return value < 0 ? "–" : seconds(value);
  if (name.endsWith("_ms")) return value < 0 ? "–" : exerciseTime(value);
  if (name.endsWith("_sigma_rad") || name.includes("width") || name.includes("elevation") || name.includes("step") || name.includes("grid")) return `${((value * 180) / Math.PI).toFixed(1)}°`;
  if (name.endsWith("_rad")) return bearing(value);
  if (name.endsWith("_m")) return kilometres(value);
  if (name.endsWith("probability")) return percent(value);
  return String(value);
}

function radiusOf(place: Record<string, unknown>): string {
  const variance = Math.max(Number(place.var_east_m2 ?? 0), Number(place.var_north_m2 ?? 0));
  return variance > 0 ? ` ± ${kilometres(Math.sqrt(variance))}` : "";
}

function writtenList(name: string, value: readonly unknown[]): string {
  if (value.length === 0) return "–";
  const shown = value.slice(0, MOST_SHOWN).map((part) => written(name, part));
  return shown.join(", ") + (value.length > MOST_SHOWN ? ` … (${value.length})` : "");
}
