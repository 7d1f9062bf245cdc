/** Which line of the agreement a record shows at work. */
import type { Line } from "../stream/frames";
import { messageOf } from "./messages";

export interface Act {
  /** `tell` or `hear`, then the field or the kind of message. */
  line: string;
  did: "released" | "coarsened" | "withheld";
  timeMs: number;
}

/** The agreement's own names of the other kinds of message. */
const MESSAGE_OF: Readonly<Record<string, string>> = {
  InterceptorLaunchNotice: "interceptor_notice",
  AnomalyAdvisory: "anomaly",
  SensorStatus: "sensor_status",
  AlertState: "alert_state",
  PublicWarning: "public_warning",
  Consultation: "consultation",
  CommCheck: "comm_check",
};
const NOT_A_LINE = new Set(["event_id", "launch_time_sigma_ms", "azimuth_sigma_rad", "impact_time_sigma_ms"]);

/** What of the agreement in force is needed to tell what it did to a message. */
export interface InForce {
  version: string;
  granted: readonly string[];
  /** Fields that leave with less precision. */
  coarsened: readonly string[];
}

/**
 * Return what a record shows the agreement to have done, line by line.
 *
 * A field that is empty was withheld if the agreement does not grant it; else its sender did not know it.  Under other
 * terms than those in force nobody here can say which, and nothing is lit.
 */
export function actsOf(line: Line, terms: InForce): Act[] {
  const message = messageOf(line);
  if (message === null || message.way === "refused") return [];
  const way = message.way === "received" ? "hear" : "tell";
  const act = (name: string, did: Act["did"]): Act => ({ line: `${way} ${name}`, did, timeMs: line.time_ms });
  const kind = MESSAGE_OF[message.payload];
  if (kind !== undefined) return [act(kind, message.way === "held" ? "withheld" : "released")];
  if (message.payload === "TrackReport") return [act("track", message.way === "held" ? "withheld" : "released")];
  if (message.payload !== "LaunchReport" || message.way === "held" || message.why !== terms.version) return [];
  return Object.entries(message.content)
    .filter(([name, value]) => !NOT_A_LINE.has(name) && (value !== null || !terms.granted.includes(name)))
    .map(([name, value]) => act(name, value === null ? "withheld" : terms.coarsened.includes(name) ? "coarsened" : "released"));
}
