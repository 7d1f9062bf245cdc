/** What a form or a command holds, and how it becomes an action: with its bounds checked before anything is sent. */
import type { Action } from "../server/seat";
import { UNITS } from "../words/units";
import type { Phrase } from "../words/words";
import type { Field, OrderKind } from "./schema";

export type Values = Readonly<Record<string, unknown>>;

/** Why a value cannot be sent: which field, and the code of the reason with what belongs to it. */
export interface Fault {
  field: string;
  code: "missing" | "not_a_number" | "not_whole" | "below" | "above" | "too_long" | "not_one_of" | "control_letters";
  bound: string;
}

export const LONGEST_TEXT = 2000; // characters of free text, as the server bounds what people write
export const LONGEST_REASON = 1000; // characters, as the server has it
const DEGREES = 180 / Math.PI;

/** How a number is shown to people: angles in degrees, times in seconds, lengths in kilometres. */
export interface Shown {
  unit: Phrase;
  factor: number;
}

const SHOWN: readonly [ending: string, shown: Shown][] = [
  ["_rad", { unit: UNITS.degree, factor: DEGREES }],
  ["_ms", { unit: UNITS.s, factor: 1 / 1000 }],
  ["_m", { unit: UNITS.km, factor: 1 / 1000 }],
];

export function shownAs(name: string): Shown {
  return SHOWN.find(([ending]) => name.endsWith(ending))?.[1] ?? { unit: UNITS.bare, factor: 1 };
}

/** Return what a field begins with. */
export function emptyOf(field: Field): unknown {
  if (field.fallback !== undefined) return field.fallback;
  if (field.isNullable) return null;
  switch (field.kind) {
    case "fixed":
      return field.value;
    case "flag":
      return false;
    case "list":
      return [];
    case "group":
      return emptyValues(field.fields);
    case "one": {
      const [first] = field.of;
      return first === undefined ? {} : { type: first.name, ...emptyValues(first.fields) };
    }
    default:
      return "";
  }
}

export function emptyValues(fields: readonly Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.name, emptyOf(field)]));
}

/** Return the faults of a field's value, empty where it can be sent. */
export function faultsOf(field: Field, value: unknown, path = field.name): Fault[] {
  if (value === null && field.isNullable) return [];
  const fault = (code: Fault["code"], bound = ""): Fault[] => [{ field: path, code, bound }];
  switch (field.kind) {
    case "fixed":
    case "flag":
      return [];
    case "text":
      return textFaults(field, String(value ?? ""), fault);
    case "choice":
      return field.options.includes(String(value)) ? [] : fault("not_one_of", field.options.join(", "));
    case "number":
      return numberFaults(field, value, fault);
    case "list":
      return Array.isArray(value) ? value.flatMap((item, at) => faultsOf(field.of, item, `${path}.${at + 1}`)) : fault("missing");
    case "group":
      return groupFaults(field.fields, value, path);
    case "one": {
      const kind = chosen(field.of, value);
      return kind === undefined ? fault("missing") : groupFaults(kind.fields, value, path);
    }
  }
}

export function chosen(kinds: readonly OrderKind[], value: unknown): OrderKind | undefined {
  const type = (value as { type?: unknown } | null)?.type;
  return kinds.find((kind) => kind.name === type);
}

function groupFaults(fields: readonly Field[], value: unknown, path: string): Fault[] {
  const inner = (value ?? {}) as Values;
  return fields.flatMap((part) => faultsOf(part, inner[part.name], `${path}.${part.name}`));
}

function textFaults(field: Field & { kind: "text" }, text: string, fault: (code: Fault["code"], bound?: string) => Fault[]): Fault[] {
  const longest = field.maxLength ?? LONGEST_TEXT;
  if (text === "" && field.isRequired && field.fallback === undefined) return fault("missing");
  if ([...text].length > longest) return fault("too_long", String(longest));
  return UNPRINTABLE.test(text.replaceAll("\n", "")) ? fault("control_letters") : [];
}

/** What the server refuses in what people write: letters that show nothing, or turn the direction of others. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** Required by the description, and '' is a value all the same: no event is behind it. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(["SendPublicWarning.event_id"]);

function numberFaults(field: Field & { kind: "number" }, value: unknown, fault: (code: Fault["code"], bound?: string) => Fault[]): Fault[] {
  if (typeof value !== "number" || !Number.isFinite(value)) return fault(value === "" ? "missing" : "not_a_number");
  if (field.isWhole && !Number.isInteger(value)) return fault("not_whole");
  if (field.min !== null && value < field.min) return fault("below", String(field.min));
  if (field.max !== null && value > field.max) return fault("above", String(field.max));
  return [];
}

/** Return an order's action from its values, or what is wrong with them. */
export function actionOf(kind: OrderKind, values: Values): { action: Action; faults: Fault[] } {
  const found = kind.fields.flatMap((field) => faultsOf(field, values[field.name]));
  const faults = found.filter(({ field, code }) => code !== "missing" || !MAY_BE_EMPTY.has(`${kind.name}.${field}`));
  return { action: { ...values, type: kind.name }, faults };
}
