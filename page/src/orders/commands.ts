/** The command bar: the orders under their records' names in kebab case, `assess-event alder-e1 valid`. */
import type { Field, OrderKind } from "./schema";
import { emptyValues, shownAs, type Values } from "./values";

export const kebab = (name: string): string => name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();

export interface Command {
  kind: OrderKind;
  values: Values;
}

/** Why a line is no order: a code, and what belongs to it. */
export interface CommandFault {
  code: "unknown_verb" | "not_yours" | "unknown_field" | "too_much" | "not_a_number" | "not_a_flag" | "only_by_form";
  name: string;
  bound: string;
}

const WORD = /"([^"]*)"|(\S+)/g;

interface Word {
  text: string;
  from: number;
}

function wordsOf(line: string): Word[] {
  return [...line.matchAll(WORD)].map((found) => ({ text: found[1] ?? found[2] ?? "", from: found.index }));
}

/** Fields in the order in which a line names them: those that must be given first. */
export function placed(kind: OrderKind): Field[] {
  const open = kind.fields.filter((field) => field.kind !== "fixed");
  return [...open.filter((field) => field.isRequired), ...open.filter((field) => !field.isRequired)];
}

function valueOf(field: Field, text: string): { value: unknown } | CommandFault {
  switch (field.kind) {
    case "number": {
      const number = Number(text);
      if (text === "" || !Number.isFinite(number)) return { code: "not_a_number", name: field.name, bound: text };
      const raw = number / shownAs(field.name).factor;
      return { value: field.isWhole ? Math.round(raw) : raw };
    }
    case "flag":
      if (!["yes", "no", "true", "false"].includes(text)) return { code: "not_a_flag", name: field.name, bound: text };
      return { value: text === "yes" || text === "true" };
    case "list":
      if (field.of.kind !== "text" && field.of.kind !== "choice") return { code: "only_by_form", name: field.name, bound: "" };
      return { value: text === "" ? [] : text.split(",") };
    case "group":
    case "one":
      return { code: "only_by_form", name: field.name, bound: "" };
    default:
      return { value: text };
  }
}

/** Which field takes the rest of the line as it stands: free words. */
const FREE = new Set(["text", "cause"]);

/** Read a line.  `kinds`: every order; `mine`: the names of those that the seat may give. */
export function parse(line: string, kinds: readonly OrderKind[], mine: ReadonlySet<string>): Command | CommandFault {
  const [verb, ...rest] = wordsOf(line);
  const kind = kinds.find((known) => kebab(known.name) === verb?.text.toLowerCase());
  if (kind === undefined) return { code: "unknown_verb", name: verb?.text ?? "", bound: "" };
  if (!mine.has(kind.name)) return { code: "not_yours", name: kebab(kind.name), bound: "" };
  const fields = placed(kind);
  const values: Record<string, unknown> = { ...emptyValues(kind.fields) };
  let at = 0;
  for (const word of rest) {
    const named = /^(\w+)=(.*)$/s.exec(word.text);
    const field = named === null ? fields[at++] : fields.find((known) => known.name === named[1]);
    if (field === undefined) {
      return { code: named === null ? "too_much" : "unknown_field", name: named?.[1] ?? word.text, bound: fields.map((known) => known.name).join(", ") };
    }
    if (named === null && FREE.has(field.name)) {
      values[field.name] = unquoted(line.slice(word.from));
      break;
    }
    const read = valueOf(field, named?.[2] ?? word.text);
    if ("code" in read) return read;
    values[field.name] = read.value;
  }
  return { kind, values };
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed;
}

/** What the last word of a line may become.  `choices`: what a field may be filled with, given what stands before. */
export function completions(
  line: string,
  kinds: readonly OrderKind[],
  mine: ReadonlySet<string>,
  choices: (field: Field, before: Values) => readonly string[],
): { from: number; options: string[] } {
  const words = wordsOf(line);
  const isNewWord = line === "" || /\s$/.test(line);
  const last = isNewWord ? { text: "", from: line.length } : (words.at(-1) ?? { text: "", from: 0 });
  const before = isNewWord ? words : words.slice(0, -1);
  const fits = (options: readonly string[]): { from: number; options: string[] } => ({
    from: last.from,
    options: options.filter((option) => option !== "" && option.startsWith(last.text)),
  });
  if (before.length === 0) return fits(kinds.filter((kind) => mine.has(kind.name)).map((kind) => kebab(kind.name)));
  const kind = kinds.find((known) => kebab(known.name) === before[0]?.text.toLowerCase());
  const field = kind === undefined ? undefined : placed(kind)[before.length - 1];
  if (kind === undefined || field === undefined) return fits([]);
  const read = parse(before.map((word) => word.text).join(" "), kinds, mine);
  return fits(optionsOf(field, choices(field, "values" in read ? read.values : {})));
}

export function optionsOf(field: Field, known: readonly string[]): readonly string[] {
  if (field.kind === "choice") return field.options;
  return field.kind === "flag" ? ["yes", "no"] : known;
}
