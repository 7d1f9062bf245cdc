import type { MadeOf } from "../stream/sections";
import { term } from "../words/terms";

/** Whose knowledge something is: by word, colour and the shape of its edge. */
export function OriginBadge({ origin, title }: { origin: MadeOf; title?: string }) {
  return (
    <span class={`badge origin-${origin}`} title={title}>
      {term(origin)}
    </span>
  );
}

export type Tone = "plain" | "good" | "warn" | "bad";

const TONES: Readonly<Record<string, Tone>> = {
  valid: "bad",
  anomalous: "warn",
  false: "good",
  under_assessment: "warn",
  full: "bad",
  raised: "warn",
  normal: "good",
  high: "bad",
  unnotified: "warn",
  matched: "good",
  killed: "good",
  missed: "bad",
};

/** A code with its word, in the tone that it stands for; the code itself for whoever compares it with another cell. */
export function CodeBadge({ code }: { code: string }) {
  return (
    <span class={`badge tone-${TONES[code] ?? "plain"}`} title={code}>
      {term(code)}
    </span>
  );
}
