/** Which line of the agreement a record shows at work. */
import type { Line } from "../stream/frames";
import { messageOf } from "./messages";

export interface Act {
  /** `tell` or `hear`, then the field or the kind of message. */
  line: string;
  did: "released" | "withheld";
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

/** Return what a record shows the agreement to have done, line by line. */
export function actsOf(line: Line): Act[] {
  const message = messageOf(line);
  if (message === null || message.way === "refused") return [];
  const way = message.way === "received" ? "hear" : "tell";
  const act = (name: string, did: Act["did"]): Act => ({ line: `${way} ${name}`, did, timeMs: line.time_ms });
  const kind = MESSAGE_OF[message.payload];
  if (kind !== undefined) return [act(kind, message.way === "held" ? "withheld" : "released")];
  if (message.payload === "TrackReport") return [act("track", message.way === "held" ? "withheld" : "released")];
  if (message.payload !== "LaunchReport" || message.way === "held") return [];
  return Object.entries(message.content)
    .filter(([name]) => !NOT_A_LINE.has(name))
    .filter(([name, value]) => value !== null || name !== "matched_notification")
    .map(([name, value]) => act(name, value === null ? "withheld" : "released"));
}
