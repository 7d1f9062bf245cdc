import type { Mark, Origin, Position, Scene } from "../../src/scene/scene";

const ORIGINS: readonly Origin[] = ["own", "received", "fused"];
const KINDS = ["01", "02", "03", "05"];
const TRAIL_POINTS = 64;
const PATH_POINTS = 24;
const STEP_MS = 4_000;

function at(track: number, timeMs: number): Position {
  const phase = timeMs / 900_000 + track * 0.61;
  const lon = -60 + ((track * 37) % 120) + 18 * Math.sin(phase);
  const lat = -20 + ((track * 23) % 70) + 6 * Math.cos(phase * 1.3);
  return [lon, lat, 60_000 + 400_000 * Math.abs(Math.sin(phase))];
}

function ring([lon, lat]: Position, sizeDeg: number): Position[] {
  return Array.from({ length: 48 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 48;
    return [lon + sizeDeg * Math.cos(angle), lat + sizeDeg * Math.sin(angle), 0];
  });
}

function trackMarks(track: number, timeMs: number): Mark[] {
  const origin = ORIGINS[track % 3] as Origin;
  const key = `t${track}`;
  const pick = { section: "tracks", key };
  const newestMs = Math.floor(timeMs / STEP_MS) * STEP_MS;
  const trail = Array.from({ length: TRAIL_POINTS }, (_, i) => at(track, newestMs - (TRAIL_POINTS - 1 - i) * STEP_MS));
  const path = Array.from({ length: PATH_POINTS }, (_, i) => at(track, timeMs + i * 20_000));
  const place = at(track, timeMs);
  const common = { origin, pick };
  return [
    { ...common, id: key, layer: "tracks", shape: "symbol", at: place, sidc: `14260600001100000${KINDS[track % 4]}`.padEnd(20, "0"), label: `R${track}`, headingRad: 0, isFaded: false },
    { ...common, id: `${key}/trail`, layer: "history", shape: "line", points: trail, look: "trail" },
    { ...common, id: `${key}/path`, layer: "predictions", shape: "line", points: path, look: "path" },
    { ...common, id: `${key}/ring`, layer: "predictions", shape: "ring", ring: ring(place, 0.6), look: "uncertainty", label: "" },
  ];
}

/** A scene of so many tracks at a moment: each with its history, its prediction and its uncertainty, all moving. */
export function crowd(tracks: number, timeMs: number): Scene {
  return { timeMs, marks: Array.from({ length: tracks }, (_, track) => trackMarks(track, timeMs)).flat() };
}
