import { expect, test, vi } from "vitest";
import { nightLook, nightShare, sineOfSun, sunOf } from "../../src/map/night";
import { sceneOf } from "../../src/scene/build";
import { LAYERS } from "../../src/scene/scene";
import { NO_TRAILS } from "../../src/scene/trails";
import birch from "../frames/birch.540s.json";
import { pictureOf } from "../stories/pictures";

vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
const { cardOf } = await import("../../src/map/card/make");
const { TABLES } = await import("../../src/map/tables/all");

const RAD = Math.PI / 180;
const all = new Set(LAYERS);

test("the night is where the server says that the sun is not, and is switched off like any layer", () => {
  const scene = sceneOf(pictureOf("birch", birch, 540_000), null, NO_TRAILS);
  const { lat_rad, lon_rad } = birch.sky.sun;
  const sun = sunOf(scene, all);
  expect(sun?.[0]).toBeCloseTo(lon_rad / RAD, 9);
  expect(sun?.[1]).toBeCloseTo(lat_rad / RAD, 9);
  expect(sunOf(scene, new Set(LAYERS.filter((layer) => layer !== "night")))).toBeNull();
  expect(sunOf(sceneOf(pictureOf("birch", { ...birch, sky: {} }, 540_000), null, NO_TRAILS), all)).toBeNull();
});

test("the sun is overhead at its place, on the horizon a quarter turn away, and underfoot opposite", () => {
  const sun = [119.6, 23.4, 0] as const;
  expect(sineOfSun(sun, sun)).toBeCloseTo(1, 12);
  expect(sineOfSun([119.6, -66.6, 0], sun)).toBeCloseTo(0, 12);
  expect(sineOfSun([-60.4, -23.4, 0], sun)).toBeCloseTo(-1, 12);
  expect(sineOfSun([0, 80, 0], sun)).toBeGreaterThan(0); // midsummer in the north
});

test("day is clear, night is whole, and dusk lies softly between", () => {
  const at = (heightDeg: number): number => nightShare(Math.sin(heightDeg * RAD));
  expect(at(1)).toBe(0);
  expect(at(-12.1)).toBe(1);
  const dusk = [0, -2, -4, -6, -8, -10, -12].map(at);
  for (const [i, share] of dusk.slice(1).entries()) expect(share).toBeGreaterThan(dusk[i] ?? 1);
  expect(Math.max(...dusk.slice(1).map((share, i) => share - (dusk[i] ?? 0)))).toBeLessThan(0.3);
});

test("paper is shaded lightly enough to be read, a dark ground shows its towns", () => {
  expect(nightLook(false, "#2c425a")).toMatchObject({ isPicture: false, strength: expect.closeTo(0.3, 1) });
  expect(nightLook(true, "#03060b").isPicture).toBe(true);
});

test("the table and the card of the night say where the sun is overhead", () => {
  const picture = pictureOf("birch", birch, 540_000);
  const [row] = TABLES.night({ picture, truth: null }).rows;
  expect(row?.pick).toEqual({ section: "sky", key: "sun" });
  expect(row?.facts.map((fact) => fact.text).join(" ")).toContain("119.58");
  const card = cardOf({ pick: { section: "sky", key: "sun" }, picture, truth: null });
  expect(card?.title).toBe("Sun");
  expect(card?.groups.flatMap((group) => group.lines).length).toBe(2);
});
