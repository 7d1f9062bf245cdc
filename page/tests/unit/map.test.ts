import { afterEach, expect, test, vi } from "vitest";
import { viewOf } from "../../src/map/fit";
import { alongLink, angleBetween, curve, fixedOf, isHidden } from "../../src/map/globe/curve";
import { type Named, placeNames } from "../../src/map/globe/names";
import { shell } from "../../src/map/globe/shell";
import { Pace } from "../../src/map/pace";
import { SlowWatch } from "../../src/map/rate";
import type { Mark, Position } from "../../src/scene/scene";

afterEach(() => vi.useRealTimers());

const lengthOf = ([x, y, z]: readonly number[]) => Math.hypot(x ?? 0, y ?? 0, z ?? 0);
const symbol = (at: Position): Mark => ({
  shape: "symbol",
  id: String(at),
  layer: "tracks",
  origin: "own",
  pick: null,
  at,
  sidc: "",
  label: "",
  headingRad: null,
  isFaded: false,
});

test("a place in degrees is a place in the earth-fixed frame", () => {
  expect(fixedOf([0, 0, 0])[0]).toBeCloseTo(6_378_137, 6);
  expect(fixedOf([0, 90, 0])[2]).toBeCloseTo(6_356_752.314, 2);
  expect(fixedOf([90, 0, 1_000])[1]).toBeCloseTo(6_379_137, 3);
});

test("a trail that grows keeps its number of places, so that it is drawn again in its place", () => {
  const trail = (n: number): Position[] => Array.from({ length: n }, (_, i) => [i * 0.3, 10, 100_000]);
  expect(curve(trail(20))).toHaveLength(24);
  expect(curve(trail(21))).toHaveLength(24);
  expect(curve(trail(3), 0, 72)).toHaveLength(72);
  expect(curve(trail(1_000)).length).toBeLessThanOrEqual(512);
});

test("no two places that follow each other are the same, even of a line without length", () => {
  const places = curve([
    [5, 5, 0],
    [5, 5, 0],
    [5, 5, 0],
  ]);
  for (const [i, place] of places.slice(1).entries()) expect(place).not.toEqual(places[i]);
});

test("a long line lies over the ground and not through it", () => {
  const places = curve([
    [0, 0, 0],
    [80, 0, 0],
  ]);
  expect(Math.min(...places.map(lengthOf))).toBeGreaterThan(6_378_136);
});

test("a message goes along the line of its link", () => {
  const [from, to]: [Position, Position] = [
    [10, 0, 0],
    [50, 0, 0],
  ];
  const places = curve([from, to], 0.08);
  const middle = alongLink(from, to, 0.5, 0.08);
  const nearest = Math.min(...places.map((place) => angleBetween(place, middle)));
  expect(nearest).toBeLessThan(0.02);
  expect(lengthOf(middle)).toBeGreaterThan(6_378_137 + 300_000);
});

test("the view holds every track, and a satellite's symbol does not widen it", () => {
  const marks = [symbol([60, 30, 0]), symbol([70, 40, 0])];
  const { at, spanDeg } = viewOf({ timeMs: 0, marks });
  expect(at[0]).toBeGreaterThan(62);
  expect(at[0]).toBeLessThan(68);
  expect(spanDeg).toBeGreaterThan(12);
  expect(viewOf({ timeMs: 0, marks: [...marks, symbol([-100, 0, 35_786_000])] }).spanDeg).toBe(spanDeg);
  expect(viewOf({ timeMs: 0, marks: [] }).spanDeg).toBeGreaterThan(100);
});

function framesAt(perS: number, seconds: number, watch = new SlowWatch()): boolean {
  return Array.from({ length: perS * seconds }, (_, i) => watch.frame((i * 1_000) / perS)).includes(true);
}

test("slow is fewer than ten frames a second for five seconds, and nothing less", () => {
  expect(framesAt(9, 7)).toBe(true);
  expect(framesAt(9, 4)).toBe(false);
  expect(framesAt(11, 20)).toBe(false);
  expect(framesAt(30, 20)).toBe(false);
});

test("a map that stood still was not slow", () => {
  const watch = new SlowWatch();
  const slow = [0, 100, 200, 60_000, 60_050, 60_100].map((atMs) => watch.frame(atMs));
  expect(slow).not.toContain(true);
});

test("what is asked for often is done once a second, and the last asking is not lost", () => {
  vi.useFakeTimers();
  let runs = 0;
  const pace = new Pace(0, () => (runs += 1));
  for (let i = 0; i < 19; i++) {
    pace.ask();
    vi.advanceTimersByTime(100);
  }
  expect(runs).toBe(2);
  vi.advanceTimersByTime(1_000);
  expect(runs).toBe(3);
  pace.ask();
  pace.end();
  vi.advanceTimersByTime(5_000);
  expect(runs).toBe(3);
});

test("no name lies on another, and one without room is left out", () => {
  const here: Named = { x: 100, y: 100, halfSymbolPx: 12, widthPx: 60 };
  const places = placeNames(Array.from({ length: 20 }, () => here));
  const given = places.filter((place) => place !== null).map(String);
  expect(new Set(given).size).toBe(given.length);
  expect(given.length).toBeGreaterThan(4);
  expect(places).toContain(null);
});

test("a dome goes all the way round and has no sides; a fan has edges", () => {
  const at: Position = [10, 20, 0];
  const dome = shell(at, 300_000, [0, 2 * Math.PI], [0, Math.PI / 2]);
  expect(dome.edges).toHaveLength(0);
  const site = fixedOf(at);
  for (const [x, y, z] of dome.places) {
    expect(Math.hypot(x - site[0], y - site[1], z - site[2])).toBeCloseTo(300_000, 3);
  }
  const fan = shell(at, 300_000, [1, 2], [0.05, 1]);
  expect(fan.edges.length).toBeGreaterThan(0);
  expect(Math.max(...fan.triangles, ...fan.edges)).toBe(fan.places.length - 1);
});

test("what stands behind the earth is not picked, what stands on its near side is", () => {
  const eye = fixedOf([0, 0, 10_000_000]);
  expect(isHidden(eye, fixedOf([0, 0, 0]))).toBe(false);
  expect(isHidden(eye, fixedOf([40, 10, 0]))).toBe(false);
  expect(isHidden(eye, fixedOf([180, 0, 0]))).toBe(true);
  expect(isHidden(eye, fixedOf([110, 0, 100_000]))).toBe(true);
});
