/** Many tracks, to see whether the map stays quick and legible; none of them is of a scenario. */
import type { Sections } from "../../src/stream/frames";

const MADE_OF = ["own", "received", "fused"] as const;

export function crowd(state: Sections, count: number, timeMs: number): Sections {
  const tracks = Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const along = ((timeMs / 1000 + i * 37) % 1200) / 1200;
      const [lat, lon] = [-0.6 + 1.4 * ((i * 0.7549) % 1), -Math.PI + 2 * Math.PI * ((i * 0.5698) % 1) + along * 0.4];
      const path = Array.from({ length: 12 }, (_, k) => ({ lat_rad: lat + 0.02 * k, lon_rad: lon + 0.03 * k, alt_m: 3e5, time_ms: timeMs + k * 30_000, sigma_m: 2_000 * k }));
      const track = { lat_rad: lat, lon_rad: lon, alt_m: 4e5, velocity_enu: [3000, 900, 0], sigma_m: 100, coast_probability: 1, time_ms: timeMs, made_of: MADE_OF[i % 3], received_sources: [], sources: [], path };
      return [`crowd.s${i}`, track];
    }),
  );
  return { ...state, tracks };
}
