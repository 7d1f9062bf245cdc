/**
 * The invented world's ground for a flat map: its picture and its lines, as far as they have come.
 *
 * Nothing waits for them, and nothing fails without them: until then there is a plain sea with a graticule.
 */
import { signal } from "@preact/signals";
import { homesKnown } from "../scene/known";
import type { Position } from "../scene/scene";

const ROOT = "/world";
/** Half as wide as it comes: it is laid over the ground anew as the sun goes on, and shows nothing finer. */
export const NIGHT_PX = 2048;
const FILES = ["land", "borders", "cities", "seas", "nations"] as const;

/** A name on the ground; the important ones are written first and from farther away. */
export interface Place {
  name: string;
  at: Position;
  kind: "nation" | "capital" | "city" | "water";
}

export interface World {
  /** Another number whenever something has come. */
  version: number;
  dark: ImageBitmap | null;
  light: ImageBitmap | null;
  /** With its towns; asked for by whoever first shows a night. */
  night: ImageBitmap | null;
  /** Coasts, of islands and of lakes. */
  rings: readonly { ring: readonly Position[]; isLand: boolean }[];
  /** Between nations. */
  borders: readonly (readonly Position[])[];
  places: readonly Place[];
}

const NO_WORLD: World = { version: 0, dark: null, light: null, night: null, rings: [], borders: [], places: [] };
export const world = signal<World>(NO_WORLD);
let isAsked = false;
let isNightAsked = false;

/** Ask for the world, once for the page. */
export function askForWorld(): void {
  if (isAsked) return;
  isAsked = true;
  for (const name of FILES) void takeFeatures(name);
  void takePicture("dark", "day.webp");
  void takePicture("light", "light.webp");
}

/** Ask for the night's picture, once for the page. */
export function askForNight(): void {
  if (isNightAsked) return;
  isNightAsked = true;
  void takePicture("night", "night.webp", NIGHT_PX);
}

async function takePicture(name: "dark" | "light" | "night", file: string, widthPx?: number): Promise<void> {
  const size: ImageBitmapOptions = widthPx === undefined ? {} : { resizeWidth: widthPx, resizeQuality: "high" };
  const picture = await taken(file, async (answer) => createImageBitmap(await answer.blob(), size));
  if (picture !== null) change({ [name]: picture });
}

async function takeFeatures(name: string): Promise<void> {
  const told = await taken(`${name}.geojson`, async (answer) => (await answer.json()) as { features: Feature[] });
  if (told === null) return;
  const now = world.value;
  const found = grounds(told.features);
  change({
    rings: [...now.rings, ...found.rings],
    borders: [...now.borders, ...found.borders],
    places: [...now.places, ...found.places],
  });
}

/** Return what is read of a file of the world; null where it does not come, or only in part: the map does without. */
async function taken<Read>(file: string, read: (answer: Response) => Promise<Read>): Promise<Read | null> {
  try {
    const answer = await fetch(`${ROOT}/${file}`);
    const isPage = answer.headers.get("content-type")?.includes("html") ?? false;
    return answer.ok && !isPage ? await read(answer) : null;
  } catch {
    return null; // no server, or none any more before the file had come
  }
}

function change(part: Partial<World>): void {
  world.value = { ...world.value, ...part, version: world.value.version + 1 };
}

interface Feature {
  geometry: { type: string; coordinates: unknown };
  properties: Record<string, unknown>;
}

/** Sort features by what a map does with them; capitals are where links end. */
export function grounds(features: readonly Feature[]): Pick<World, "rings" | "borders" | "places"> {
  const homes = new Map(homesKnown.value);
  for (const { geometry, properties } of features) {
    if (properties.is_capital === true) homes.set(String(properties.nation), placeOf(geometry.coordinates as number[]));
  }
  homesKnown.value = homes;
  return {
    rings: features.flatMap(({ geometry, properties }) => {
      const isLand = properties.kind === "land";
      return ringsOf(geometry, isLand).map((ring) => ({ ring: ring.map(placeOf), isLand }));
    }),
    borders: features.flatMap(({ geometry }) => linesOf(geometry).map((line) => line.map(placeOf))),
    places: features.flatMap(({ geometry, properties }): Place[] => {
      if (geometry.type !== "Point") return [];
      return [{ name: String(properties.name), at: placeOf(geometry.coordinates as number[]), kind: kindOf(properties) }];
    }),
  };
}

function kindOf({ kind, is_capital }: Record<string, unknown>): Place["kind"] {
  if (kind === "nation") return "nation";
  if (kind === "city") return is_capital === true ? "capital" : "city";
  return "water";
}

/** Lakes come as features of their own: of a piece of land only its outer coast is taken. */
function ringsOf({ type, coordinates }: Feature["geometry"], isLand: boolean): number[][][] {
  if (type !== "Polygon") return [];
  const rings = coordinates as number[][][];
  return isLand ? rings.slice(0, 1) : rings;
}

function linesOf({ type, coordinates }: Feature["geometry"]): number[][][] {
  return type === "LineString" ? [coordinates as number[][]] : [];
}

const placeOf = ([lon = 0, lat = 0]: number[]): Position => [lon, lat, 0];
