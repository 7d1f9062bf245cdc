/** Messages on their way between the two sides, as their records tell of them. */
import type { Line } from "../../stream/frames";
import type { AgreementItem, LatLon } from "../../stream/sections";
import { HEARS, isReport, payloadOf } from "./story";

const EARTH_KM = 6371;
const FIELDS = 16; // of a launch report: all that an agreement may release
const STOPPED_MS = 20_000; // exercise time for which a report that was held back is shown so

export interface Crossing {
  id: string;
  /** 0 where it is sent, 1 where it has come. */
  along: number;
  isFirst: boolean;
  place: LatLon | null;
}

/** Return what is on its way at a time. */
export function crossingsAt(sent: readonly Line[], received: readonly Line[], timeMs: number): Crossing[] {
  const found: Crossing[] = [];
  for (const line of sent) {
    if (line.kind !== "Envelope" || !isReport(line) || addressee(line) !== HEARS) continue;
    const id = String(line.body["msg_id"]);
    const sentMs = Number(line.body["sent_ms"]);
    const cameMs = cameAt(received, id) ?? Number(line.body["due_ms"]) + 1000;
    if (timeMs < sentMs || timeMs > cameMs) continue;
    const place = (payloadOf(line)["launch_point"] ?? null) as LatLon | null;
    found.push({ id, along: (timeMs - sentMs) / Math.max(1, cameMs - sentMs), isFirst: isNew(line), place });
  }
  return found;
}

/** Return why the newest report was held back, '' where none was lately. */
export function heldBackAt(sent: readonly Line[], timeMs: number): string {
  for (let i = sent.length - 1; i >= 0; i--) {
    const line = sent[i];
    if (line === undefined || timeMs - line.time_ms > STOPPED_MS) return "";
    const { kind, body } = line;
    if (kind === "Refusal" && body["to"] === HEARS && body["payload_kind"] === "LaunchReport") return String(body["reason"]);
  }
  return "";
}

function addressee(line: Line): string {
  return String((line.body["message"] as { releasable_to?: unknown } | undefined)?.releasable_to);
}

function isNew(line: Line): boolean {
  return (line.body["message"] as { msg_type?: unknown } | undefined)?.msg_type === "report";
}

function cameAt(received: readonly Line[], id: string): number | null {
  return received.find((line) => line.kind === "Delivery" && line.body["msg_id"] === id)?.time_ms ?? null;
}

/** What an agreement takes from a report. */
export interface Taken {
  gridKm: number;
  withheld: number;
  delayS: number;
}

export function takenBy(terms: AgreementItem | undefined): Taken {
  const coarsening = (terms?.["coarsening"] ?? {}) as { grid_rad?: number };
  const released = (terms?.["fields_released"] ?? []) as string[];
  return {
    gridKm: Math.round((coarsening.grid_rad ?? 0) * EARTH_KM),
    withheld: released.length === 0 ? FIELDS : Math.max(0, FIELDS - released.length),
    delayS: Math.round(Number(terms?.["min_delay_ms"] ?? 0) / 1000),
  };
}
