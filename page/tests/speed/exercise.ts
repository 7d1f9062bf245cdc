/** An exercise made up for measuring: so many tracks that fly, so many messages that have come, one tick a second. */
import type { Hello, Line, Sections, Tick } from "../../src/stream/frames";
import type { EventItem, MadeOf, PathPoint, TrackItem } from "../../src/stream/sections";
import birch from "../frames/birch.900s.json";

const CLOCK = { speed_ratio: 1, is_paused: false, until_event: false, is_scored: true, is_over: false, is_stopped: false };
const MADE_OF: readonly MadeOf[] = ["own", "received", "fused"];
const PATH_POINTS = 24;
const PATH_STEP_S = 20;
const LIFE_S = 1_200; // then a track goes, and another comes in its place

export interface Size {
  tracks: number;
  messages: number;
}

function placeOf(n: number, timeS: number): Pick<TrackItem, "lat_rad" | "lon_rad" | "alt_m"> {
  const phase = timeS / 400 + n * 0.61;
  const lat_rad = 0.45 + 0.35 * Math.sin(n * 1.7) + 0.05 * Math.cos(phase * 1.3);
  const lon_rad = 1.1 + 0.7 * Math.sin(n * 2.3) + 0.25 * Math.sin(phase);
  return { lat_rad, lon_rad, alt_m: 40_000 + 400_000 * Math.abs(Math.sin(phase)) };
}

function trackOf(n: number, timeS: number): TrackItem {
  const path: PathPoint[] = Array.from({ length: PATH_POINTS }, (_, i) => {
    const atS = timeS + (i + 1) * PATH_STEP_S;
    return { ...placeOf(n, atS), time_ms: atS * 1_000, sigma_m: 500 + 400 * i };
  });
  return {
    ...placeOf(n, timeS),
    velocity_enu: [3_000, 400, 900],
    sigma_m: 64,
    coast_probability: 1,
    time_ms: timeS * 1_000,
    made_of: MADE_OF[n % 3] as MadeOf,
    received_sources: [],
        sources: [],
    path,
  };
}

/** Tracks come and go, each with a name of its own; never more than `size` of them at once. */
function keyOf(n: number, size: number, timeS: number): string {
  return `birch.s${n}.${Math.floor((timeS + (n * LIFE_S) / size) / LIFE_S)}`;
}

export function tracksAt(size: Size, timeS: number): Record<string, TrackItem> {
  return Object.fromEntries(Array.from({ length: size.tracks }, (_, n) => [keyOf(n, size.tracks, timeS), trackOf(n, timeS)]));
}

function eventsOf(keys: readonly string[]): Record<string, EventItem> {
  const events = birch.events as unknown as Record<string, EventItem>;
  const [first] = Object.values(events);
  if (first === undefined) return {};
  return Object.fromEntries(
    keys.map((track, i) => [
      `birch-e${i}`,
      { ...first, primary: `birch-e${i}.1`, objects: [{ ...(first.objects[0] as EventItem["objects"][number]), name: `birch-e${i}.1`, track }] },
    ]),
  );
}

function messageOf(n: number): unknown {
  const [first] = Object.values(birch.reports);
  return { ...first, released_ms: n * 400, received_ms: n * 400 + 3_000 };
}

export function helloOf(size: Size): Hello {
  const tracks = tracksAt(size, 0);
  const reports = Object.fromEntries(Array.from({ length: size.messages }, (_, n) => [`alder-birch#${n}`, messageOf(n)]));
  const events = eventsOf(Object.keys(tracks).slice(0, Math.ceil(size.tracks / 3)));
  const state = { ...(birch as unknown as Sections), tracks, reports, events } as Sections;
  return { type: "hello", seq: 1, time_ms: 0, utc_ms: 0, dtg: {}, sees: "node", node: "birch", clock: CLOCK, state };
}

/** The sun goes on at every whole minute, and the night with it. */
function skyOf(timeS: number): Sections {
  if (timeS % 60 !== 0) return {};
  return { sky: { sun: { ...birch.sky.sun, lon_rad: birch.sky.sun.lon_rad - (2 * Math.PI * timeS) / 86_400, time_ms: timeS * 1_000 } } };
}

/** Return the tick of a second, as the text that would come over the line. */
export function tickOf(size: Size, timeS: number): string {
  const tracks = tracksAt(size, timeS);
  const before = Object.keys(tracksAt({ ...size }, timeS - 1));
  const record: Line = { seq: timeS, time_ms: timeS * 1_000, node: "birch", kind: "ReportReceived", body: { n: timeS } };
  const message = { [`alder-birch#${timeS % size.messages}`]: messageOf(timeS) };
  const tick: Tick = {
    type: "tick",
    seq: timeS,
    time_ms: timeS * 1_000,
    utc_ms: timeS * 1_000,
    dtg: {},
    records: [record],
    changed: { tracks: tracks as unknown as Record<string, unknown>, reports: message, ...skyOf(timeS) },
    gone: { tracks: before.filter((key) => !(key in tracks)) },
  };
  return JSON.stringify(tick);
}
