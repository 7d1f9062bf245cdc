/** What a form offers beside each field, each choice by one key: codes by a letter of theirs, all else by digits. */
import { choicesFor } from "./choices";
import type { Field, OrderKind } from "./schema";
import { suggestions, type Place } from "./suggest";
import type { Values } from "./values";

export interface Offer {
  /** Names of the field and of the group that it stands in, joined by dots. */
  path: string;
  key: string;
  value: unknown;
  /** Whether the field holds it now; of a list, whether it is in it. */
  isChosen: boolean;
  kind: "code" | "name" | "number" | "words";
}

type Bare = Omit<Offer, "key">;

const MOST_OFFERED = 6; // of one field: more are in the field's own list
const MOST_ALONE = 12; // where nothing else is asked for
const MOST_TICKS = 9;
const MOST_FIELDS = 10; // of a group whose fields have offers: terms are too many to offer each
const SPARE = [..."123456789abcdefghijklmnopqrstuvwxyz"];

/** Return all that a form offers, with the key of each, in the order of its fields. */
export function offersOf(kind: OrderKind, place: Place): Offer[] {
  const most = kind.fields.filter(({ kind: of }) => of !== "fixed").length === 1 ? MOST_ALONE : MOST_OFFERED;
  const all = kind.fields.flatMap((field) => offersOfField(field, place.values[field.name], field.name, place, most));
  const isChoice = ({ path, kind: of, isChosen }: Bare): boolean => !isChosen || of === "code" || all.filter((other) => other.path === path).length > 1;
  return keyed(all.filter(isChoice)); // what alone is possible, and chosen, is no choice
}

function offersOfField(field: Field, value: unknown, path: string, place: Place, most: number): Bare[] {
  const bare = (items: readonly unknown[], offered: Offer["kind"]): Bare[] => items.map((item) => ({ path, value: item, isChosen: item === value, kind: offered }));
  switch (field.kind) {
    case "choice":
      return bare(field.options, "code");
    case "flag":
      return [{ path, value: value !== true, isChosen: value === true, kind: "code" }];
    case "number":
      return bare(suggestions(field.name, place).slice(0, most), "number");
    case "text":
      return bare(suggestions(field.name, place).filter((item) => item !== "").slice(0, most), isWords(field.name) ? "words" : "name");
    case "list":
      return ticks(field, value, path, place);
    case "group":
      if (field.fields.length > MOST_FIELDS) return [];
      return field.fields.flatMap((part) => offersOfField(part, ((value ?? {}) as Values)[part.name], `${path}.${part.name}`, place, most));
    default:
      return [];
  }
}

/** Fields in which people write: their phrases are offered, and the hand stands in the field. */
export const isWords = (name: string): boolean => name === "text" || name === "cause";

/** Each known item of a list of names, to be put in or taken out. */
function ticks(field: Field & { kind: "list" }, value: unknown, path: string, place: Place): Bare[] {
  if (field.of.kind !== "text") return [];
  const held = Array.isArray(value) ? value.map(String) : [];
  const known = [...new Set([...choicesFor(field.name, place.picture, place.me, place.values), ...held])]; // as the field lists them
  return known.slice(0, MOST_TICKS).map((name) => {
    const isIn = held.includes(name);
    return { path, value: isIn ? held.filter((item) => item !== name) : [...held, name], isChosen: isIn, kind: "name" };
  });
}

/** Give each offer its key: codes first take a letter of their own, the rest what is left. */
function keyed(offers: readonly Bare[]): Offer[] {
  const taken = new Set<string>();
  const take = (wanted: Iterable<string>): string => {
    const key = [...wanted].find((letter) => /^[a-z0-9]$/.test(letter) && !taken.has(letter)) ?? SPARE.find((letter) => !taken.has(letter)) ?? "";
    taken.add(key);
    return key;
  };
  const ofCodes = new Map(offers.filter(({ kind }) => kind === "code").map((offer) => [offer, take(wordOf(offer))]));
  return offers.map((offer) => ({ ...offer, key: ofCodes.get(offer) ?? take(SPARE) }));
}

/** The word whose letters a code may have as its key: its own, of a flag its field's. */
const wordOf = ({ path, value }: Bare): string => (typeof value === "string" ? value : path.replace(/^.*\./, "").replace(/^is_/, ""));

/** Return a form's values with an offer taken. */
export function withOffer(values: Values, path: string, value: unknown): Values {
  const [name = "", inner] = path.split(".");
  if (inner === undefined) return { ...values, [name]: value };
  return { ...values, [name]: { ...((values[name] ?? {}) as Values), [inner]: value } };
}
