/** Shots in the air, which no fixture holds; made up for stories alone. */
import type { Sections } from "../../src/stream/frames";
import type { BatteryItem, EventItem } from "../../src/stream/sections";

export function richer(state: Sections, timeMs: number): Sections {
  const batteries = (state.batteries ?? {}) as Record<string, BatteryItem>;
  const told = { ...state, reports: reports(state) };
  return "taroviel-upper" in batteries ? { ...told, shots: shots(timeMs, batteries) } : told;
}

/** The fixtures' agreement withholds nothing; here some of it does. */
function reports(state: Sections): Record<string, unknown> {
  const events = Object.values(state.events ?? {}) as EventItem[];
  const sourcesOf = (event: EventItem | undefined) => (event?.received_sources ?? []).map((source_id) => ({ source_id, first_ms: 0, last_ms: 0 }));
  return Object.fromEntries(
    Object.entries(state.reports ?? {}).map(([key, report], i) => [
      key,
      { ...(report as object), sources: sourcesOf(events[i]), withheld: ["track", "impact_area"], coarsened: { grid_rad: 0.0175, time_round_ms: 60_000 } },
    ]),
  );
}

function shots(timeMs: number, batteries: Record<string, BatteryItem>): Record<string, unknown> {
  const from = (name: string) => ({ battery_id: name, from: batteries[name] });
  const shot = { layer: "upper", interceptors: 2, is_announced: true, result: "" };
  return {
    "birch-s1": { ...shot, ...from("taroviel-upper"), event_id: "birch-e1", object_name: "birch-e1.1", launch_ms: timeMs - 60_000, intercept_ms: timeMs + 50_000, aim: { lat_rad: 0.564, lon_rad: 1.4, alt_m: 140_000 } },
    "birch-s2": { ...shot, ...from("ossendray-upper"), event_id: "birch-e2", object_name: "birch-e2.1", launch_ms: timeMs - 90_000, intercept_ms: timeMs - 5_000, aim: { lat_rad: 0.7, lon_rad: 1.35, alt_m: 140_000 }, result: "killed" },
    "birch-s3": { ...shot, ...from("velmarune-upper"), event_id: "birch-e3", object_name: "birch-e3.1", launch_ms: timeMs - 90_000, intercept_ms: timeMs - 4_000, aim: { lat_rad: 0.668, lon_rad: 1.46, alt_m: 140_000 }, result: "missed" },
  };
}
