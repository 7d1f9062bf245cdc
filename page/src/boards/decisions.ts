/** Decisions as the records hold them: orders with their reasons, what was refused, and what was decided by several. */
import type { Line } from "../stream/frames";

export const DECISION_KINDS = ["Order", "OrderRefused", "AlertChanged", "SharingChanged", "AgreementAmended", "JointAssessment", "ConsultationExpired", "WarningWithdrawn", "HandoverSigned"] as const;

export interface Decision {
  seq: number;
  timeMs: number;
  node: string;
  cell: string;
  decidedBy: string;
  what: string;
  fields: Readonly<Record<string, unknown>>;
  reason: string;
  /** Why it was not obeyed; '' where it was. */
  refusal: string;
  isRefused: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
const NOT_DECISIONS = new Set(["MarkRead"]); // reading is not deciding

/** Return a record as a decision; null where it is none. */
export function decisionOf(line: Line): Decision | null {
  if (!(DECISION_KINDS as readonly string[]).includes(line.kind)) return null;
  const base = { seq: line.seq, timeMs: line.time_ms, node: line.node };
  if (line.kind !== "Order" && line.kind !== "OrderRefused") {
    return { ...base, cell: "", decidedBy: "", what: line.kind, fields: line.body, reason: "", refusal: "", isRefused: false };
  }
  const isRefused = line.kind === "OrderRefused";
  const order = (isRefused ? line.body.order : line.body) as Fields;
  const { type, ...fields } = (order.action ?? {}) as Fields;
  if (NOT_DECISIONS.has(String(type))) return null;
  const said = String(order.reason ?? "");
  return {
    ...base,
    cell: String(order.cell ?? ""),
    decidedBy: String(order.decided_by ?? "doctrine"),
    what: String(type),
    fields,
    reason: said,
    refusal: isRefused ? String(line.body.reason ?? "") : "",
    isRefused,
  };
}
