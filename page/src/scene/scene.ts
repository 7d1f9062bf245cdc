/**
 * What a map draws, whichever map it is: plain things by layer.  `scene/` makes it from a picture; `map/` draws it.
 *
 * Places are [longitude, latitude] in degrees and height in m.
 */
import type { MadeOf } from "../stream/sections";

export const LAYERS = [
  "tracks",
  "history",
  "predictions",
  "launches",
  "impacts",
  "areas",
  "notices",
  "sensors",
  "batteries",
  "plans",
  "engagements",
  "links",
  "night",
  "truth",
] as const;
export type Layer = (typeof LAYERS)[number];
export type Position = readonly [lon: number, lat: number, alt: number];

/** Whose knowledge it is: told apart by colour and by dash or shape, so that it holds for every eye. */
export type Origin = MadeOf | "truth" | "plain";

/** What is picked by a click, and what a board marks: one item of one section. */
export interface Pick {
  section: string;
  key: string;
}

interface Drawn {
  /** Stays the same from one scene to the next. */
  id: string;
  layer: Layer;
  origin: Origin;
  pick: Pick | null;
}

/** An APP-6 symbol; `sidc` as in `symbols.ts`: its third digit is 2, simulation. */
export interface SymbolMark extends Drawn {
  shape: "symbol";
  at: Position;
  sidc: string;
  label: string;
  /** Where it moves to, from north, clockwise; null for what stands. */
  headingRad: number | null;
  isFaded: boolean;
}

export type LineLook = "trail" | "path" | "link" | "linkOut" | "engagement" | "sight" | "corridor" | "plan" | "planFaint";

export interface LineMark extends Drawn {
  shape: "line";
  points: readonly Position[];
  look: LineLook;
}

export type RingLook =
  | "launch"
  | "impact"
  | "area"
  | "areaThreatened"
  | "areaWarned"
  | "notice"
  | "noticeLater"
  | "coverage"
  | "coverageOut"
  | "reach"
  | "meet"
  | "meetFired"
  | "uncertainty";

export interface RingMark extends Drawn {
  shape: "ring";
  ring: readonly Position[];
  look: RingLook;
  label: string;
}

/** A radar's field of regard as a volume. */
export interface FanMark extends Drawn {
  shape: "fan";
  at: Position;
  rangeM: number;
  azimuthRad: readonly [from: number, to: number];
  elevationRad: readonly [from: number, to: number];
  isOut: boolean;
}

/**
 * Something of a moment: an intercept, or a message that crosses from `at` to `to`.  A map moves a message along by
 * itself from when it first sees the mark's id; `ageMs` is exercise time.
 */
export interface FlashMark extends Drawn {
  shape: "flash";
  kind: "kill" | "miss" | "message";
  at: Position;
  to: Position | null;
  ageMs: number;
}

/** The half of the ground that is turned away from the sun; `sun` is the place that has it overhead. */
export interface NightMark extends Drawn {
  shape: "night";
  sun: Position;
}

export type Mark = SymbolMark | LineMark | RingMark | FanMark | FlashMark | NightMark;

export interface Scene {
  timeMs: number;
  marks: readonly Mark[];
}

/** One of the two maps.  `show` may be called every second, and draws by itself. */
export interface WorldMap {
  show(scene: Scene, visible: ReadonlySet<Layer>, picked: Pick | null): void;
  lookAt(at: Position, spanDeg: number): void;
  /** Come nearer (`factor` under 1) or go away. */
  zoom(factor: number): void;
  destroy(): void;
}

export type OnPick = (pick: Pick | null) => void;
