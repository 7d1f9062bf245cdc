import { expect, test } from "vitest";
import { sceneOf } from "../../src/scene/build";
import { between, circle, ellipseRing } from "../../src/scene/ground";
import type { Homes } from "../../src/scene/known";
import type { Scene } from "../../src/scene/scene";
import { standingOf } from "../../src/scene/symbols";
import { corridor } from "../../src/scene/tracks";
import { Memory, NO_TRAILS, TRAIL_POINTS } from "../../src/scene/trails";
import type { Sections } from "../../src/stream/frames";
import { Picture } from "../../src/stream/picture";
import type { EventItem } from "../../src/stream/sections";
import alder from "../frames/alder.540s.json";
import birch from "../frames/birch.900s.json";
import truthState from "../frames/truth.540s.json";
import { pictureOf } from "../stories/pictures";

const homes: Homes = new Map([
  ["alder", [51.8, 47.3, 0]],
  ["birch", [88.5, 41.5, 0]],
]);

const ids = (scene: Scene): string[] => scene.marks.map((mark) => mark.id);

test("every id of a scene is there once", () => {
  const scene = sceneOf(pictureOf("birch", birch, 900_000), pictureOf("", truthState, 900_000), NO_TRAILS, homes);
  expect(new Set(ids(scene)).size).toBe(scene.marks.length);
});

test("every symbol says simulation", () => {
  const scene = sceneOf(pictureOf("birch", birch, 900_000), pictureOf("", truthState, 900_000), NO_TRAILS, homes);
  const codes = scene.marks.flatMap((mark) => (mark.shape === "symbol" ? [mark.sidc] : []));
  expect(codes.length).toBeGreaterThan(10);
  for (const code of codes) expect(code).toMatch(/^142\d{17}$/);
});

test("tracks bear whose they are, and truth is drawn only where it is given", () => {
  const own = sceneOf(pictureOf("alder", alder, 540_000), null, NO_TRAILS, homes);
  expect(own.marks.find((mark) => mark.id === "track/alder.s3")?.origin).toBe("own");
  expect(own.marks.some((mark) => mark.layer === "truth" || mark.origin === "truth")).toBe(false);
  const fused = sceneOf(pictureOf("birch", birch, 900_000), null, NO_TRAILS, homes);
  expect(fused.marks.find((mark) => mark.id === "track/alder.r3")?.origin).toBe("fused");
});

test("an area that is threatened stands out, and one that was warned more", () => {
  const ring = [
    [0.5, 1.4],
    [0.6, 1.4],
    [0.6, 1.5],
  ];
  const areas = { taroviel: { name: "taroviel", ring }, elsewhere: { name: "elsewhere", ring } };
  const lookOf = (state: Sections, id: string): string | undefined => {
    const mark = sceneOf(pictureOf("birch", state, 900_000), null, NO_TRAILS, homes).marks.find((one) => one.id === id);
    return mark?.shape === "ring" ? mark.look : undefined;
  };
  expect(lookOf({ ...birch, areas }, "area/taroviel")).toBe("areaWarned");
  expect(lookOf({ ...birch, areas, public_warnings: {} }, "area/taroviel")).toBe("areaThreatened");
  expect(lookOf({ ...birch, areas }, "area/elsewhere")).toBe("area");
});

test("what an event is taken to be follows the watch's assessment", () => {
  const event = Object.values(alder.events)[0] as unknown as EventItem;
  expect(standingOf(event)).toBe("hostile");
  expect(standingOf({ ...event, assessment: "under_assessment" })).toBe("suspect");
  expect(standingOf({ ...event, assessment: "under_assessment", confidence: "low" })).toBe("pending");
  expect(standingOf({ ...event, assessment: "anomalous" })).toBe("neutral");
  expect(standingOf(undefined)).toBe("pending");
});

test("a shot flies from its battery to its aim, and says what it did", () => {
  const shot = { battery_id: "taroviel-upper", layer: "upper", event_id: "e", object_name: "o", interceptors: 1,
    launch_ms: 900_000, intercept_ms: 1_000_000, from: { lat_rad: 0.567, lon_rad: 1.459, alt_m: 0 }, aim: { lat_rad: 0.6, lon_rad: 1.4, alt_m: 100_000 }, result: "", is_announced: true };
  const at = (timeMs: number, result: string): string[] =>
    ids(sceneOf(pictureOf("birch", { ...birch, shots: { s1: { ...shot, result } } }, timeMs), null, NO_TRAILS, homes));
  expect(at(950_000, "")).toContain("interceptor/s1");
  expect(at(899_000, "")).not.toContain("interceptor/s1");
  expect(at(1_010_000, "killed")).toContain("result/s1");
  expect(at(1_010_000, "")).not.toContain("result/s1");
  expect(at(1_100_000, "killed")).not.toContain("result/s1");
});

test("an ellipse lies along its major axis, and one without a size has no ring", () => {
  const place = { lat_rad: 0, lon_rad: 0, major_90_m: 100_000, minor_90_m: 10_000, major_from_east_rad: Math.PI / 2 };
  const ring = ellipseRing(place);
  expect(Math.max(...ring.map(([, lat]) => lat))).toBeCloseTo(0.8993, 3);
  expect(Math.max(...ring.map(([lon]) => lon))).toBeCloseTo(0.0899, 3);
  expect(ellipseRing({ ...place, major_90_m: null })).toEqual([]);
});

test("the way between two places crosses the antimeridian the short way", () => {
  const [lon] = between([170, 0, 0], [-170, 0, 0], 0.5);
  expect(Math.abs(lon)).toBeCloseTo(180, 6);
  expect(circle({ lat_rad: 0, lon_rad: Math.PI }, 1e5).every(([x]) => Math.abs(Math.abs(x) - 180) < 1)).toBe(true);
});

test("a path is as wide as it is uncertain", () => {
  const point = (lon_rad: number, sigma_m: number) => ({ lat_rad: 0, lon_rad, alt_m: 0, time_ms: 0, sigma_m });
  const ring = corridor([point(0, 1_000), point(0.1, 10_000)]);
  expect(ring).toHaveLength(4);
  const [a, b, c, d] = ring.map(([, lat]) => Math.abs(lat)) as [number, number, number, number];
  expect(b / a).toBeCloseTo(10, 1);
  expect(c / d).toBeCloseTo(10, 1);
});

test("a trail has a fixed length, takes a point only now and then, and ends at a hello", () => {
  const memory = new Memory();
  const track = (timeMs: number) => new Map([["t", { lat_rad: 0, lon_rad: timeMs / 1e7, alt_m: 1, time_ms: timeMs }]]);
  for (let s = 0; s < 1_000; s += 1) memory.take(track(s * 1000), s * 1000);
  expect(memory.trails.points.get("t")).toHaveLength(TRAIL_POINTS);
  memory.forgetAt(1);
  expect(memory.trails.points.size).toBe(0);
  memory.take(new Map(), 0);
  expect(memory.trails.points.size).toBe(0);
});

test("a message that has come is seen to cross, once, and what was sent before is not", () => {
  const memory = new Memory();
  const link = (sent: number) => new Map([["alder-birch", { to: "birch", sent }]]);
  memory.watch(link(5), 0);
  expect(memory.trails.crossings).toEqual([]);
  memory.watch(link(7), 1_000);
  expect(memory.trails.crossings.map((one) => one.id)).toEqual(["alder-birch#7"]);
  memory.watch(link(7), 20_000);
  expect(memory.trails.crossings).toEqual([]);
});

test("a picture counts its hellos", () => {
  expect(new Picture().hellos.value).toBe(0);
  expect(pictureOf("birch", birch, 1).hellos.value).toBe(1);
});
