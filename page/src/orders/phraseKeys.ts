import { CAUSES, REASONS, REPLIES, REQUESTS } from "../words/phrases";
import { t, type Phrase } from "../words/words";

export const REASON_PHRASES = REASONS;
const OF_FIELD: Readonly<Record<string, readonly Phrase[]>> = { text: [...REQUESTS, ...REPLIES], cause: CAUSES };

/** The stock phrases of a field in which people write; of most there are none. */
export const phrasesOf = (name: string): readonly Phrase[] => OF_FIELD[name] ?? [];

/** Return the phrase before or after the one that is written; null where something else is written. */
export function nextPhrase(phrases: readonly string[], written: string, by: 1 | -1): string | null {
  const at = phrases.indexOf(written);
  if (phrases.length === 0 || (at < 0 && written !== "")) return null;
  const from = at < 0 && by < 0 ? 0 : at;
  return phrases[(from + by + phrases.length) % phrases.length] ?? null;
}

/** Return what the arrows do in a field: they bring stock phrases, as long as nothing of one's own is written. */
export function phraseKeys(phrases: readonly Phrase[], written: string, write: (text: string) => void): (event: KeyboardEvent) => void {
  return (event) => {
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = nextPhrase(phrases.map((phrase) => t(phrase)), written, event.key === "ArrowDown" ? 1 : -1);
    if (next === null) return;
    event.preventDefault();
    write(next);
  };
}
