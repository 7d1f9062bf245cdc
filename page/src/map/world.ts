/**
 * The invented world's ground for a flat map: its picture and its lines, as far as they have come.
 *
 * Nothing waits for them, and nothing fails without them: until then there is a plain sea with a graticule.
 */
import { signal } from "@preact/signals";
import { homesKnown } from "../scene/known";
import type { Position } from "../scene/scene";

const ROOT = "/world";
const FILES = ["coast", "borders", "cities"] as const;

export interface City {
  name: string;
  at: Position;
  isNation: boolean;
}

export interface World {
  /** Another number whenever something has come. */
  version: number;
  dark: ImageBitmap | null;
  light: ImageBitmap | null;
  rings: readonly { ring: readonly Position[]; isLand: boolean }[];
  lines: readonly (readonly Position[])[];
  cities: readonly City[];
}

const NO_WORLD: World = { version: 0, dark: null, light: null, rings: [], lines: [], cities: [] };
export const world = signal<World>(NO_WORLD);
let isAsked = false;

/** Ask for the world, once for the page. */
export function askForWorld(): void {
  if (isAsked) return;
  isAsked = true;
  for (const name of FILES) void takeFeatures(name);
  void takePicture("dark", "day.webp");
  void takePicture("light", "light.webp");
}

async function takePicture(theme: "dark" | "light", file: string): Promise<void> {
  const answer = await asked(file);
  if (answer === null) return;
  const picture = await createImageBitmap(await answer.blob());
  change({ [theme]: picture });
}

async function takeFeatures(name: string): Promise<void> {
  const answer = await asked(`${name}.geojson`);
  if (answer === null) return;
  const { features } = (await answer.json()) as { features: Feature[] };
  const now = world.value;
  const taken = grounds(features);
  change({
    rings: [...now.rings, ...taken.rings],
    lines: [...now.lines, ...taken.lines],
    cities: [...now.cities, ...taken.cities],
  });
}

async function asked(file: string): Promise<Response | null> {
  try {
    const answer = await fetch(`${ROOT}/${file}`);
    const isPage = answer.headers.get("content-type")?.includes("html") ?? false;
    return answer.ok && !isPage ? answer : null;
  } catch {
    return null; // no server: the map does without
  }
}

function change(part: Partial<World>): void {
  world.value = { ...world.value, ...part, version: world.value.version + 1 };
}

interface Feature {
  geometry: { type: string; coordinates: unknown };
  properties: Record<string, unknown>;
}

/** Sort features by what a map does with them; nations give the places at which links end. */
export function grounds(features: readonly Feature[]): Pick<World, "rings" | "lines" | "cities"> {
  const rings: { ring: Position[]; isLand: boolean }[] = [];
  const lines: Position[][] = [];
  const cities: City[] = [];
  const homes = new Map(homesKnown.value);
  for (const { geometry, properties } of features) {
    const isLand = properties.kind === "nation" || properties.kind === "land" || properties.kind === "coast";
    for (const ring of ringsOf(geometry)) rings.push({ ring: ring.map(placeOf), isLand });
    for (const line of linesOf(geometry)) lines.push(line.map(placeOf));
    const name = String(properties.name ?? "");
    if (geometry.type === "Point") cities.push({ name, at: placeOf(geometry.coordinates as number[]), isNation: false });
    const label = labelOf(properties);
    if (properties.kind !== "nation" || label === null) continue;
    cities.push({ name, at: label, isNation: true });
    homes.set(String(properties.id), label);
  }
  homesKnown.value = homes;
  return { rings, lines, cities };
}

function ringsOf({ type, coordinates }: Feature["geometry"]): number[][][] {
  if (type === "Polygon") return coordinates as number[][][];
  return type === "MultiPolygon" ? (coordinates as number[][][][]).flat() : [];
}

function linesOf({ type, coordinates }: Feature["geometry"]): number[][][] {
  if (type === "LineString") return [coordinates as number[][]];
  return type === "MultiLineString" ? (coordinates as number[][][]) : [];
}

const placeOf = ([lon = 0, lat = 0]: number[]): Position => [lon, lat, 0];

function labelOf({ label_lon, label_lat }: Record<string, unknown>): Position | null {
  return typeof label_lon === "number" && typeof label_lat === "number" ? [label_lon, label_lat, 0] : null;
}
