/**
 * What the server says in English, in the language chosen: why it refuses, why doctrine orders.
 *
 * It says whole sentences, and the journal keeps them; so a sentence is found by its words.  What no catalogue holds
 * is shown as it came.
 */
import { OF_THE_DOOR } from "./said/door";
import { OF_INJECTS } from "./said/injects";
import { OF_WHAT_IS_MADE } from "./said/later";
import { OF_ORDERS } from "./said/orders";
import { OF_REASONS } from "./said/reasons";
import { OF_SCENARIOS } from "./said/scenarios";
import type { Sentences } from "./said/sentences";
import { labelled } from "./places";
import { TERMS, term } from "./terms";
import { language, t, type Phrase } from "./words";

export const SENTENCES: Sentences = [...OF_ORDERS, ...OF_THE_DOOR, ...OF_WHAT_IS_MADE, ...OF_INJECTS, ...OF_REASONS, ...OF_SCENARIOS];

/** What is put in and may be whole sentences, or a list. */
const WIDEST = new Set(["why", "list", "more"]);
/** What is put in and may be several words.  Everything else is one word. */
const WIDE = new Set(["what", "which", "where", "object"]);
/** What is put in and has a word that is agreed. */
const CODED = new Set(["assessment", "level", "layer", "cell", "whom", "nation", "from", "to", "party", "partner", "node", "watch", "state", "order", "role", "kind", "class"]);
const HOLE = /\{(\w+)\}/g;
const DEEPEST = 4; // sentences within sentences

interface Known {
  pattern: RegExp;
  names: readonly string[];
  phrase: Phrase;
  /** How much of it is its own words: the more, the surer. */
  weight: number;
}

function known([en, zh, ru]: Sentences[number]): Known {
  const parts = en.split(HOLE);
  const source = parts.map((part, at) => (at % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : holeOf(part)));
  return {
    pattern: new RegExp(`^${source.join("")}$`),
    names: parts.filter((_, at) => at % 2 === 1),
    phrase: { en, zh, ru },
    weight: parts.reduce((sum, part, at) => sum + (at % 2 === 0 ? part.length : 0), 0),
  };
}

function holeOf(name: string): string {
  if (WIDEST.has(name)) return "([^]*?)";
  if (name === "state") return "([\\w-]+)"; // more may follow at once
  return WIDE.has(name) ? "((?:(?!: )[^])*?)" : "(\\S+?)";
}

const KNOWN: readonly Known[] = SENTENCES.map(known).sort((a, b) => b.weight - a.weight);

const KEPT = new Map<string, string>(); // boards say the same sentences again each second
const MOST_KEPT = 1000;

/** Return a sentence of the server's in the language chosen, or as it came. */
export function spoken(text: string): string {
  if (language.value === "en" || text === "") return text;
  const kept = `${language.value} ${text}`;
  let answer = KEPT.get(kept);
  if (answer === undefined) {
    if (KEPT.size >= MOST_KEPT) KEPT.clear();
    answer = translated(text, 0);
    KEPT.set(kept, answer);
  }
  return answer;
}

function translated(text: string, depth: number): string {
  if (depth > DEEPEST) return text;
  const whole = found(text, depth);
  if (whole !== null) return whole;
  const at = text.indexOf(": "); // what was asked, and why it is refused
  const asked = at < 0 ? null : found(text.slice(0, at), depth);
  return asked === null ? labelled(text) : `${asked}: ${translated(text.slice(at + 2), depth + 1)}`;
}

function found(text: string, depth: number): string | null {
  for (const { pattern, names, phrase } of KNOWN) {
    const parts = pattern.exec(text);
    if (parts !== null) return t(phrase, Object.fromEntries(names.map((name, at) => [name, put(name, parts[at + 1] ?? "", depth)])));
  }
  return null;
}

function put(name: string, value: string, depth: number): string {
  if (name === "list") return value.split(", ").map((part) => translated(part, depth + 1)).join(", ");
  if (CODED.has(name)) return TERMS[value] === undefined ? labelled(value) : term(value);
  return WIDE.has(name) || WIDEST.has(name) ? translated(value, depth + 1) : labelled(value);
}
