import { signal } from "@preact/signals";

export const LANGUAGES = ["en", "zh", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];
/** One phrase in every language; a phrase that lacks one does not compile.  `{name}` stands for a value. */
export type Phrase = Readonly<Record<Language, string>>;

const KEPT = "tocsin.language";

function first(): Language {
  const kept = localStorage.getItem(KEPT) ?? navigator.language.slice(0, 2);
  return LANGUAGES.find((known) => known === kept) ?? "en";
}

export const language = signal<Language>(first());

export function speak(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  document.documentElement.lang = chosen;
  language.value = chosen;
}

/** Return a phrase in the language chosen, values put in. */
export function t(phrase: Phrase, values: Readonly<Record<string, string | number>> = {}): string {
  return phrase[language.value].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
