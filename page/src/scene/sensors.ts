/** Layer `sensors`: sites, fields of regard on the ground and as volumes, and where a cued radar looks. */
import type { CoverageItem, SensorItem } from "../stream/sections";
import { placeAt, position, ringFromRad } from "./ground";
import type { Known } from "./known";
import type { FanMark, Mark } from "./scene";
import { SITES } from "./symbols";

const CUE_M = 1_500_000; // how far a cue is drawn where the radar's range is not told

export function sensorMarks({ picture, nowMs }: Known): Mark[] {
  return [...picture.section("sensors").value].flatMap(([key, sensor]) => [
    ...coverageMarks(key, sensor),
    ...cueMarks(key, sensor, nowMs),
    siteMark(key, sensor),
  ]);
}

function drawn(key: string) {
  return { layer: "sensors", origin: "plain", pick: { section: "sensors", key } } as const;
}

function siteMark(key: string, sensor: SensorItem): Mark {
  const at = position(sensor, sensor.alt_m);
  const isFaded = !sensor.is_in_action;
  return { ...drawn(key), shape: "symbol", id: `sensor/${key}`, at, sidc: symbolOf(sensor), label: key, headingRad: null, isFaded };
}

const EQUATORIAL_RAD = 0.1;

function symbolOf({ kind, lat_rad }: SensorItem): string {
  if (kind !== "satellite") return SITES.radar;
  return Math.abs(lat_rad) < EQUATORIAL_RAD ? SITES.satellite : SITES.satelliteHigh;
}

function coverageMarks(key: string, sensor: SensorItem): Mark[] {
  const { coverage, is_in_action } = sensor;
  if (coverage === undefined) return [];
  const look = is_in_action ? "coverage" : "coverageOut";
  const ring = ringFromRad(coverage.ring);
  const fan = fanMark(key, sensor, coverage);
  const marks: Mark[] = fan === null ? [] : [fan];
  if (ring.length > 2) marks.push({ ...drawn(key), shape: "ring", id: `coverage/${key}`, ring, look, label: "" });
  return marks;
}

function fanMark(key: string, sensor: SensorItem, coverage: CoverageItem): FanMark | null {
  const { range_m, azimuth_from_rad: from, azimuth_to_rad: to, elevation_from_rad: low, elevation_to_rad: high } = coverage;
  if (range_m === undefined || from === undefined || to === undefined) return null;
  return {
    ...drawn(key),
    shape: "fan",
    id: `fan/${key}`,
    at: position(sensor, sensor.alt_m),
    rangeM: range_m,
    azimuthRad: [from, to],
    elevationRad: [low ?? 0, high ?? Math.PI / 2],
    isOut: !sensor.is_in_action,
  };
}

function cueMarks(key: string, sensor: SensorItem, nowMs: number): Mark[] {
  const { cue } = sensor;
  if (!cue || typeof cue.azimuth_rad !== "number" || typeof cue.half_width_rad !== "number") return [];
  if (typeof cue.until_ms === "number" && cue.until_ms <= nowMs) return [];
  const lengthM = sensor.coverage?.range_m ?? CUE_M;
  const [azimuth, half] = [cue.azimuth_rad, cue.half_width_rad];
  return [-half, half].map((turned, side) => ({
    ...drawn(key),
    shape: "line",
    id: `cue/${key}/${side}`,
    points: [position(sensor), position(placeAt(sensor, azimuth + turned, lengthM))],
    look: "sight",
  }));
}
