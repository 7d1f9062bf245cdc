import { REPORT_TERMS } from "./report_terms";
import { t, type Phrase } from "./words";

/**
 * The words of codes that the engine uses, as the glossary agrees them.  The code itself is the same in every
 * language and is shown beside its word where two cells may compare what they see.
 */
export const TERMS: Readonly<Record<string, Phrase>> = {
  ...REPORT_TERMS,
  under_assessment: { en: "under assessment", zh: "评估中", ru: "оценивается" },
  valid: { en: "valid", zh: "属实", ru: "подтверждён" },
  anomalous: { en: "anomalous", zh: "异常", ru: "аномалия" },
  false: { en: "false", zh: "虚假", ru: "ложный" },
};

/** Return the word of a code; the code itself where none is agreed. */
export function term(code: string): string {
  const phrase = TERMS[code];
  return phrase === undefined ? code.replaceAll("_", " ") : t(phrase);
}
