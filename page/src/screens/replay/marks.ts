/** What a line of time marks of all that is recorded: the first of each matter, and every decision. */
import type { TimeMark } from "../../parts/TimeBar";
import type { Line } from "../../stream/frames";
import { RECORDED } from "../../words/replay";
import { spoken } from "../../words/said";
import { term } from "../../words/terms";
import { t } from "../../words/words";

/** One thing worth a mark. */
export interface Noted {
  timeMs: number;
  /** A name in `RECORDED`. */
  name: string;
  /** What it is about: an id, a level, a reason. */
  about: string;
}

type Reading = (line: Line) => { name: string; about: string; once: string } | null;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function message(line: Line): { type: string; eventId: string; kind: string } {
  const held = (line.body["message"] ?? {}) as { payload?: Record<string, unknown>; msg_type?: unknown };
  return { type: text(held.payload?.["type"]), eventId: text(held.payload?.["event_id"]), kind: text(held.msg_type) };
}

function reportOf(name: string, line: Line): ReturnType<Reading> {
  const { type, eventId, kind } = message(line);
  if (type !== "LaunchReport") return null;
  return { name, about: eventId, once: `${name}/${eventId}/${kind === "update" ? "report" : kind}` };
}

const byEvent =
  (name: string): Reading =>
  ({ body }) => ({ name, about: text(body["event_id"]), once: `${name}/${text(body["event_id"])}` });

const READINGS: Readonly<Record<string, Reading>> = {
  LaunchWarning: byEvent("LaunchWarning"),
  ImpactWarning: byEvent("ImpactWarning"),
  WarningWithdrawn: byEvent("WarningWithdrawn"),
  JointAssessment: byEvent("JointAssessment"),
  LiftOff: ({ body }) => ({ name: "LiftOff", about: text(body["launch_id"]), once: `LiftOff/${text(body["launch_id"])}` }),
  TrackConfirmed: ({ body }) => ({ name: "TrackConfirmed", about: text(body["phenomenology"]), once: `Track/${text(body["phenomenology"])}` }),
  AlertChanged: ({ node, body, seq }) => ({ name: "AlertChanged", about: text(body["level"]), once: `Alert/${node}/${seq}` }),
  PublicWarning: ({ body, seq }) => ({ name: "PublicWarning", about: (body["areas"] as string[]).join(", "), once: `Public/${seq}` }),
  Envelope: (line) => reportOf("Sent", line),
  Delivery: (line) => reportOf("Received", line),
  Refusal: ({ body }) => ({
    name: "Refusal",
    about: text(body["reason"]),
    once: `Refusal/${text(body["payload_kind"])}/${text(body["reason"])}/${text(body["to"])}`,
  }),
  Order: ({ body, seq }) => {
    const action = (body["action"] ?? {}) as Record<string, unknown>;
    if (action["type"] !== "AssessEvent") return null;
    return { name: "Assessed", about: `${text(action["event_id"])} ${text(action["assessment"])}`, once: `Assess/${seq}` };
  },
  ShotFired: ({ body }) => ({ name: "ShotFired", about: text(body["battery_id"]), once: `Shot/${text(body["event_id"])}/${text(body["battery_id"])}` }),
};

/** Takes records in order and keeps what is worth a mark. */
export class Notebook {
  readonly noted: Noted[] = [];
  private readonly seen = new Set<string>();

  take(lines: readonly Line[]): void {
    for (const line of lines) {
      const read = READINGS[line.kind]?.(line);
      if (read === null || read === undefined) continue;
      const once = `${line.node}/${read.once}`;
      if (this.seen.has(once)) continue;
      this.seen.add(once);
      this.noted.push({ timeMs: line.time_ms, name: read.name, about: read.about });
    }
  }
}

const TONES: Readonly<Record<string, TimeMark["tone"]>> = {
  LaunchWarning: "warn",
  ImpactWarning: "warn",
  TrackConfirmed: "own",
  AlertChanged: "bad",
  PublicWarning: "bad",
  Sent: "received",
  Received: "received",
  Refusal: "quiet",
  LiftOff: "truth",
};

export function nameOf({ name, about }: Noted): string {
  const phrase = RECORDED[name];
  return `${phrase === undefined ? name : t(phrase)}${about === "" ? "" : ` · ${aboutSaid(about)}`}`;
}

/** A sentence of the server's is said as one; of anything else each code by its word. */
function aboutSaid(about: string): string {
  const said = spoken(about);
  return said === about ? about.split(/(, | )/).map(term).join("") : said;
}

export function markOf(noted: Noted, row: 0 | 1): TimeMark {
  return { timeMs: noted.timeMs, label: nameOf(noted), tone: TONES[noted.name] ?? "quiet", row };
}
