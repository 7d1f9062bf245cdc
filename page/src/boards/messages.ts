/** Messages as records of the journal hold them: what travelled, under which envelope, what was withheld from it. */
import type { Line } from "../stream/frames";

export const MESSAGE_KINDS = ["Envelope", "Delivery", "Refusal", "DeliveryRefused"] as const;

export type Way = "sent" | "received" | "held" | "refused";

export interface Message {
  seq: number;
  timeMs: number;
  way: Way;
  /** Whose record it is. */
  node: string;
  id: string;
  /** The other side. */
  partner: string;
  payload: string;
  msgType: string;
  subject: string;
  /** The agreement that let it through, why it was held back, or why it was not believed. */
  why: string;
  envelope: Readonly<Record<string, unknown>>;
  content: Readonly<Record<string, unknown>>;
  provenance: readonly unknown[];
}

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => (typeof value === "number" ? value : 0);

const WAYS: Readonly<Record<string, Way>> = { Envelope: "sent", Delivery: "received", Refusal: "held", DeliveryRefused: "refused" };
/** What of an envelope a person may want to see; signatures and sums stay in the journal. */
const SHOWN = ["link_id", "seq", "sent_ms", "due_ms", "received_ms", "held_ms", "crc_ok"];
const SUBJECTS = ["event_id", "consultation_id", "notice_id", "warning_id", "advisory_id", "sensor_id", "battery_id", "text_id"];

/** Return a record as a message; null where it is none. */
export function messageOf(line: Line): Message | null {
  const way = WAYS[line.kind];
  if (way === undefined) return null;
  const { body } = line;
  const base = { seq: line.seq, timeMs: line.time_ms, node: line.node, way, envelope: only(body, SHOWN) };
  if (way === "held") {
    const [payload, subject] = [text(body.payload_kind), text(body.subject_id)];
    return { ...base, id: `held-${line.seq}`, partner: text(body.to), payload, msgType: "", subject, why: text(body.reason), content: {}, provenance: [] };
  }
  if (way === "refused") {
    return { ...base, id: `refused-${line.seq}`, partner: text(body.link_id), payload: "", msgType: "", subject: text(body.detail), why: text(body.reason), content: {}, provenance: [] };
  }
  const message = fields(body.message);
  const { type, ...content } = fields(message.payload);
  return {
    ...base,
    id: text(body.msg_id),
    partner: text(way === "sent" ? message.releasable_to : message.originator),
    payload: text(type),
    msgType: text(message.msg_type),
    subject: text(SUBJECTS.map((name) => content[name]).find((value) => text(value) !== "")),
    why: text(message.agreement_version),
    envelope: { ...base.envelope, released_ms: number(message.released_ms), references: message.references ?? [] },
    content,
    provenance: Array.isArray(message.provenance) ? message.provenance : [],
  };
}

function only(body: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}

/** Kinds of message in which a field that is not there was withheld by the agreement. */
const WITHHOLDING = new Set(["LaunchReport"]);

export type Shown = "value" | "withheld" | "empty";

/**
 * Return whether a field of a message has a value, was withheld, or is empty of itself.
 *
 * `fieldsReleased`: what the agreement under which it left grants; null where that is not known here.
 */
export function shownOf(payload: string, name: string, value: unknown, fieldsReleased: readonly string[] | null): Shown {
  if (value !== null && value !== undefined) return "value";
  return WITHHOLDING.has(payload) && fieldsReleased !== null && !fieldsReleased.includes(name) ? "withheld" : "empty";
}
