/** Layer `sensors`: sites, fields of regard on the ground and as volumes, and where a cued radar looks. */
import type { CoverageItem, LatLon, SensorItem } from "../stream/sections";
import { placeAt, position, ringFromRad } from "./ground";
import type { Known } from "./known";
import type { FanMark, Mark } from "./scene";
import { SITES } from "./symbols";

const CUE_M = 1_500_000; // how far a cue is drawn where the radar's range is not told

export function sensorMarks({ picture, nowMs }: Known): Mark[] {
  return [...picture.section("sensors").value].flatMap(([key, sensor]) => [
    ...coverageMarks(key, sensor),
    ...cueMarks(key, sensor, nowMs),
    ...siteMarks(key, sensor),
  ]);
}

function drawn(key: string) {
  return { layer: "sensors", origin: "plain", pick: { section: "sensors", key } } as const;
}

function siteOf({ lat_rad, lon_rad }: SensorItem): LatLon | null {
  return lat_rad === undefined || lon_rad === undefined ? null : { lat_rad, lon_rad };
}

function siteMarks(key: string, sensor: SensorItem): Mark[] {
  const site = siteOf(sensor);
  if (site === null) return [];
  const at = position(site, sensor.alt_m ?? 0);
  const sidc = sensor.kind === "satellite" ? SITES.satellite : SITES.radar;
  const isFaded = !sensor.is_in_action;
  return [{ ...drawn(key), shape: "symbol", id: `sensor/${key}`, at, sidc, label: key, headingRad: null, isFaded }];
}

function coverageMarks(key: string, sensor: SensorItem): Mark[] {
  const covered = sensor.coverage;
  if (covered === undefined) return [];
  const look = sensor.is_in_action ? "coverage" : "coverageOut";
  const ring = ringFromRad(covered.ring);
  const marks: Mark[] = [];
  if (ring.length > 2) {
    const label = siteOf(sensor) === null ? key : "";
    marks.push({ ...drawn(key), shape: "ring", id: `coverage/${key}`, ring, look, label });
  }
  const fan = fanMark(key, sensor, covered);
  return fan === null ? marks : [...marks, fan];
}

function fanMark(key: string, sensor: SensorItem, covered: CoverageItem): FanMark | null {
  const site = siteOf(sensor);
  const { range_m, azimuth_from_rad: from, azimuth_to_rad: to, elevation_from_rad: low, elevation_to_rad: high } = covered;
  if (site === null || range_m === undefined || from === undefined || to === undefined) return null;
  return {
    ...drawn(key),
    shape: "fan",
    id: `fan/${key}`,
    at: position(site, sensor.alt_m ?? 0),
    rangeM: range_m,
    azimuthRad: [from, to],
    elevationRad: [low ?? 0, high ?? Math.PI / 2],
    isOut: !sensor.is_in_action,
  };
}

function cueMarks(key: string, sensor: SensorItem, nowMs: number): Mark[] {
  const [site, cue] = [siteOf(sensor), sensor.cue];
  if (site === null || !cue || typeof cue.azimuth_rad !== "number" || typeof cue.half_width_rad !== "number") return [];
  if (typeof cue.until_ms === "number" && cue.until_ms <= nowMs) return [];
  const lengthM = sensor.coverage?.range_m ?? CUE_M;
  const [azimuth, half] = [cue.azimuth_rad, cue.half_width_rad];
  return [-half, half].map((turned, side) => ({
    ...drawn(key),
    shape: "line",
    id: `cue/${key}/${side}`,
    points: [position(site), position(placeAt(site, azimuth + turned, lengthM))],
    look: "sight",
  }));
}
