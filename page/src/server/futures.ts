import { get, post } from "./api";

/** What many futures of a moment told so far; a row a measure. */
export interface FuturesTold {
  futures_id: string;
  state: string;
  done: number;
  runs: number;
  why: string;
  at_ms: number;
  table: Outlook[];
}

/** A value with its interval, null where there is none. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** One measure of one nation: the odds that it is above zero, and its mean. */
export interface Outlook {
  nation: string;
  measure: string;
  unit: string;
  odds: Estimate;
  mean: Estimate;
}

export const askFutures = (atMs: number, agreement: string, runs: number): Promise<FuturesTold> =>
  post<FuturesTold>("/futures", { at_ms: atMs, agreement, runs });
export const futuresNow = (id: string): Promise<FuturesTold> => get<FuturesTold>(`/futures/${id}`);
