import { get, post } from "./api";

/** What many futures of a moment told so far; a row a measure. */
export interface FuturesTold {
  futures_id: string;
  state: string;
  done: number;
  runs: number;
  why?: string;
  table: Record<string, unknown>[];
}

export const askFutures = (atMs: number, agreement: string, runs: number): Promise<FuturesTold> =>
  post<FuturesTold>("/futures", { at_ms: atMs, agreement, runs });
export const futuresNow = (id: string): Promise<FuturesTold> => get<FuturesTold>(`/futures/${id}`);
