import type { Language } from "../words/words";
import { post } from "./api";

export const DECISIONS = ["assess_valid", "assess_anomalous", "assess_false", "ask_partner", "warn", "wait"] as const;
export type Decision = (typeof DECISIONS)[number];

/** One drawn alert, before anything is shown of it. */
export interface Drawn {
  watch_id: string;
  commitment: string;
  odds: Record<string, number>;
  node: string;
  film_id: string;
  begins_ms: number;
  alert_ms: number;
  decide_by_ms: number;
  partner: string;
}

/** A decision, of the visitor or of doctrine at his nation. */
export interface Decided {
  time_ms: number;
  decision: string;
}

/** A measure, as the visitor and as doctrine did; null where it has no value. */
export interface Compared {
  measure: string;
  unit: string;
  yours: number | null;
  doctrine: number | null;
}

export interface Revealed {
  scenario_title: string;
  was_real: boolean;
  /** By language. */
  what: Partial<Record<Language, string>>;
  nonce: string;
  drawn: string;
  commitment: string;
  base_rate: number;
  your_decisions: Decided[];
  /** Whether what follows is there; ask again until it is. */
  is_measured: boolean;
  doctrine_decisions: Decided[];
  measures: Compared[];
}

export const draw = (): Promise<Drawn> => post<Drawn>("/officer");
export const decide = (watchId: string, decision: Decision, atMs: number): Promise<{ film_id: string; answer: string }> =>
  post(`/officer/${watchId}/decisions`, { decision, at_ms: atMs });
export const reveal = (watchId: string): Promise<Revealed> => post<Revealed>(`/officer/${watchId}/reveal`);

/** Return whether a seal fits what it is said to have sealed; null where this browser cannot compute it. */
export async function fits({ drawn, nonce }: Revealed, commitment: string): Promise<boolean | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined; // missing outside https and this machine
  if (subtle === undefined) return null;
  const digest = await subtle.digest("SHA-256", new TextEncoder().encode(drawn + nonce));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex === commitment;
}
