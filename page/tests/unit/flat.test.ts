import { expect, test } from "vitest";
import { distanceToLine, nearest, type Hit } from "../../src/map/flat/hits";
import { overlaps, placeLabels, type Label } from "../../src/map/flat/labels";
import { outlines } from "../../src/map/flat/outlines";
import { kept, lookingAt, panned, placeOf, screenOf, turnPx, zoomed, type View } from "../../src/map/flat/view";
import { grounds } from "../../src/map/world";
import { circle } from "../../src/scene/ground";
import { homesKnown } from "../../src/scene/known";
import type { Position } from "../../src/scene/scene";

const view: View = kept({ lon: 70, lat: 36, pxPerDeg: 30, width: 1400, height: 900 });
const world: View = kept({ ...view, width: 1600, height: 800, lon: 0, lat: 0, pxPerDeg: 0 });

test("a place on the screen and back is the same place", () => {
  for (const at of [[70, 36, 0], [61.25, 44, 0], [-170, -12, 0]] as Position[]) {
    const [lon, lat] = placeOf(world, screenOf(world, at));
    expect(lon).toBeCloseTo(at[0], 9);
    expect(lat).toBeCloseTo(at[1], 9);
  }
});

test("zooming keeps the place under the pointer", () => {
  const before = placeOf(view, [200, 300]);
  const after = placeOf(zoomed(view, 2.5, [200, 300]), [200, 300]);
  expect(after[0]).toBeCloseTo(before[0], 6);
  expect(after[1]).toBeCloseTo(before[1], 6);
});

test("no view shows more than one world, or what is beyond a pole", () => {
  expect(turnPx(world)).toBeGreaterThanOrEqual(world.width - 1e-6);
  const north = panned(view, 0, -1e6);
  expect(placeOf(north, [700, 0])[1]).toBeLessThanOrEqual(90 + 1e-9);
  expect(panned(view, 1e7, 0).lon).toBeGreaterThanOrEqual(-180);
});

test("a wanted span fits into the window", () => {
  const shown = lookingAt(view, [80, 30, 0], 20);
  expect(screenOf(shown, [80, 40, 0])[1]).toBeGreaterThanOrEqual(-1e-6);
  expect(screenOf(shown, [70, 30, 0])[0]).toBeGreaterThanOrEqual(-1e-6);
});

test("a ring over the antimeridian is whole, and is drawn where both its halves are seen", () => {
  const ring = circle({ lat_rad: 0, lon_rad: Math.PI }, 1_000_000);
  const drawn = outlines(world, ring, true);
  expect(drawn).toHaveLength(2);
  for (const { box } of drawn) expect(box.right - box.left).toBeLessThan(turnPx(world) / 10);
});

test("a ring around a pole is closed along the pole", () => {
  const [drawn] = outlines(world, circle({ lat_rad: 1.4, lon_rad: 0 }, 2_500_000), true);
  expect(drawn?.box.top).toBeCloseTo(screenOf(world, [0, 90, 0])[1], 3);
});

test("what is out of sight is not drawn", () => {
  expect(outlines(view, circle({ lat_rad: -0.8, lon_rad: 1.2 }, 100_000), true)).toEqual([]);
});

const label = (text: string, x: number, weight = 1): Label => ({ text, at: [x, 100], clear: 8, width: 60, height: 14, weight, look: "ink", isMiddle: false });

test("no name lies over another, and the more important one is kept", () => {
  const crowd = Array.from({ length: 60 }, (_, i) => label(`n${i}`, 200 + (i % 3), i));
  const placed = placeLabels(crowd, [], 400, 200);
  expect(placed.length).toBeGreaterThan(3);
  expect(placed[0]?.label.text).toBe("n59");
  placed.forEach((one, i) => placed.slice(i + 1).forEach((other) => expect(overlaps(one.box, other.box)).toBe(false)));
});

test("a name is not put over a symbol or beyond the edge", () => {
  const symbol = { left: 205, top: 80, right: 330, bottom: 120 };
  const [first] = placeLabels([label("a", 200)], [symbol], 400, 200);
  expect(first !== undefined && overlaps(first.box, symbol)).toBe(false);
  for (const { box } of placeLabels([label("a", 2)], [], 400, 200)) expect(box.left).toBeGreaterThanOrEqual(0);
});

test("a click picks the nearest symbol within reach, then the nearest line, then nothing", () => {
  const hits: Hit[] = [
    { pick: { section: "tracks", key: "far" }, at: [100, 110] },
    { pick: { section: "tracks", key: "near" }, at: [100, 104] },
    { pick: { section: "areas", key: "edge" }, points: [[0, 100], [200, 100]] },
  ];
  expect(nearest(hits, [100, 100])?.key).toBe("near");
  expect(nearest(hits, [20, 105])?.key).toBe("edge");
  expect(nearest(hits, [20, 130])).toBeNull();
  expect(distanceToLine([[0, 0], [10, 0]], [13, 4])).toBeCloseTo(5, 9);
});

test("capitals are where links end, and lakes are no land", () => {
  const features = [
    { geometry: { type: "Point", coordinates: [51, 44] }, properties: { kind: "city", name: "Oslavette", nation: "alder", is_capital: true } },
    { geometry: { type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1]], [[0.2, 0.2], [0.4, 0.2], [0.3, 0.4]]] }, properties: { kind: "land" } },
    { geometry: { type: "Polygon", coordinates: [[[0.2, 0.2], [0.4, 0.2], [0.3, 0.4]]] }, properties: { kind: "lake" } },
  ];
  const { rings, places } = grounds(features);
  expect(rings.map((one) => one.isLand)).toEqual([true, false]);
  expect(places[0]?.kind).toBe("capital");
  expect(homesKnown.value.get("alder")).toEqual([51, 44, 0]);
});
