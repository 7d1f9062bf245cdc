/** A sentence of the server's as it says it, `{name}` for what it puts in, and the same in the other languages. */
export type Sentences = readonly (readonly [en: string, zh: string, ru: string])[];
