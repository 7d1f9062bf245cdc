/** Notices and advisories, which no fixture of the flagship holds; made up for stories and tests alone. */
import type { Sections } from "../../src/stream/frames";

const MIN_MS = 60_000;

export function withNotices(state: Sections, timeMs: number): Sections {
  const base = { revision: 0, generic_class: "slv", n_launches: 1, is_cancelled: false, is_withheld: false };
  const held = { ...base, is_confirmed: false, forwarded_revision: 0, sensor_desk_revision: 0, registered_ms: timeMs - 30 * MIN_MS };
  const near = { lat_rad: 0.72, lon_rad: 0.9, radius_m: 60_000, azimuth_rad: 1.2 };
  return {
    ...state,
    notices: {
      "alder-n1": { ...held, ...near, notice_id: "alder-n1", launching_nation: "alder", given_by: "alder", window_start_ms: timeMs - 10 * MIN_MS, window_end_ms: timeMs + 50 * MIN_MS },
      "birch-n4": { ...held, lat_rad: 0.7, lon_rad: 1.52, radius_m: 40_000, azimuth_rad: 0.3, notice_id: "birch-n4", launching_nation: "birch", generic_class: "sounding", given_by: "birch", window_start_ms: timeMs + 20 * MIN_MS, window_end_ms: timeMs + 80 * MIN_MS, sensor_desk_revision: -1 },
      "alder-n0": { ...held, ...near, notice_id: "alder-n0", launching_nation: "alder", given_by: "alder", window_start_ms: timeMs - 90 * MIN_MS, window_end_ms: timeMs - 30 * MIN_MS },
      "cedar-n2": { ...held, ...near, lat_rad: 0.5, notice_id: "cedar-n2", launching_nation: "cedar", given_by: "alder", is_cancelled: true, window_start_ms: timeMs, window_end_ms: timeMs + MIN_MS },
    },
    notices_to_give: {
      "birch-n4/1": { ...base, lat_rad: 0.7, lon_rad: 1.52, radius_m: 40_000, azimuth_rad: 0.3, notice_id: "birch-n4", revision: 1, launching_nation: "birch", window_start_ms: timeMs + 20 * MIN_MS, window_end_ms: timeMs + 90 * MIN_MS },
      "birch-n5/0": { ...base, lat_rad: 0.66, lon_rad: 1.58, radius_m: 30_000, azimuth_rad: 2, notice_id: "birch-n5", launching_nation: "birch", window_start_ms: timeMs + 200 * MIN_MS, window_end_ms: timeMs + 290 * MIN_MS },
    },
    advisories: {
      "alder-a1": { advisory_id: "alder-a1", cause: "re_entry", from_ms: timeMs, to_ms: timeMs + 30 * MIN_MS, lat_rad: 0.52, lon_rad: 1.2, radius_m: 150_000 },
    },
  };
}
