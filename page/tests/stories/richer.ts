/** What the server adds to the sections since the fixtures were taken, made up for stories alone. */
import { circle } from "../../src/scene/ground";
import type { Position } from "../../src/scene/scene";
import type { Sections } from "../../src/stream/frames";
import type { LatLon, PathPoint, TrackItem } from "../../src/stream/sections";

const rad = (deg: number): number => (deg * Math.PI) / 180;
const inRad = (ring: readonly Position[]): [number, number][] => ring.map(([lon, lat]) => [rad(lat), rad(lon)]);
const around = (place: LatLon, radiusM: number): [number, number][] => inRad(circle(place, radiusM));

export function richer(state: Sections, timeMs: number): Sections {
  const copy = structuredClone(state);
  for (const track of Object.values(copy.tracks ?? {}) as TrackItem[]) track.path = ballisticPath(track);
  for (const [key, item] of Object.entries(copy.sensors ?? {})) Object.assign(item as object, sensorAdds(key, item as LatLon));
  for (const item of Object.values(copy.batteries ?? {})) {
    Object.assign(item as object, { reach_m: (item as { layer: string }).layer === "upper" ? 380_000 : 90_000 });
  }
  if (copy.batteries !== undefined && Object.keys(copy.batteries).length > 0) copy.shots = shots(timeMs);
  return { ...copy, areas: areas(), ...(copy.bodies === undefined ? {} : { areas: {} }) };
}

function sensorAdds(key: string, item: LatLon): object {
  if (key === "alder-high") return { coverage: { ring: around({ lat_rad: 0, lon_rad: rad(70) }, 8_000_000) } };
  if (key === "birch-high") return { coverage: { ring: around({ lat_rad: rad(50), lon_rad: rad(120) }, 6_500_000) } };
  const [range_m, from, to] = key.includes("-radar") ? [600_000, 0, 2 * Math.PI] : key.includes("birch") ? [2_500_000, 3.7, 5.6] : [3_000_000, 2, 4.1];
  return { coverage: { ring: [], range_m, azimuth_from_rad: from, azimuth_to_rad: to, elevation_from_rad: 0.05, elevation_to_rad: 1.2 }, lat_rad: item.lat_rad };
}

function ballisticPath(track: TrackItem): PathPoint[] {
  const path: PathPoint[] = [];
  let { lat_rad, lon_rad, alt_m } = track;
  let [east, north, up] = track.velocity_enu;
  for (let s = 0; s < 900 && alt_m > 0; s += 30) {
    lat_rad += (north * 30) / 6_371_000;
    lon_rad += (east * 30) / 6_371_000 / Math.cos(lat_rad);
    alt_m += up * 30;
    up -= 7.3 * 30;
    path.push({ lat_rad, lon_rad, alt_m: Math.max(0, alt_m), time_ms: track.time_ms + s * 1000, sigma_m: 500 + s * 45 });
  }
  return path;
}

function areas(): Record<string, unknown> {
  const at = { taroviel: [32.28, 83.19], ossendray: [41.46, 78.7], velmarune: [38.98, 88.45], lindakesh: [47.15, 91.87] };
  return Object.fromEntries(
    Object.entries(at).map(([name, [lat = 0, lon = 0]]) => [name, { name, ring: around({ lat_rad: rad(lat), lon_rad: rad(lon) }, 170_000) }]),
  );
}

function shots(timeMs: number): Record<string, unknown> {
  const shot = { layer: "upper", interceptors: 2, is_announced: true, result: "" };
  return {
    "birch-s1": { ...shot, battery_id: "taroviel-upper", event_id: "birch-e1", object_name: "birch-e1.1", launch_ms: timeMs - 60_000, intercept_ms: timeMs + 50_000, aim: { lat_rad: 0.564, lon_rad: 1.4, alt_m: 140_000 } },
    "birch-s2": { ...shot, battery_id: "ossendray-upper", event_id: "birch-e2", object_name: "birch-e2.1", launch_ms: timeMs - 90_000, intercept_ms: timeMs - 5_000, aim: { lat_rad: 0.7, lon_rad: 1.35, alt_m: 140_000 }, result: "killed" },
    "birch-s3": { ...shot, battery_id: "velmarune-upper", event_id: "birch-e3", object_name: "birch-e3.1", launch_ms: timeMs - 90_000, intercept_ms: timeMs - 4_000, aim: { lat_rad: 0.668, lon_rad: 1.46, alt_m: 140_000 }, result: "missed" },
  };
}
