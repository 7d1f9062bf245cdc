/** How each kind of line and ring looks.  What is known by somebody bears his stroke; the rest stays quiet. */
import type { LineLook, LineMark, RingLook, RingMark } from "../../scene/scene";
import { originColour, type Palette, type Token } from "./palette";
import { originStroke, type Stroke } from "./strokes";

export interface LineStyle {
  stroke: Stroke;
  alpha: number;
  isCased: boolean;
}

export interface RingStyle extends LineStyle {
  fill: string;
  fillAlpha: number;
  isNamedInside: boolean;
  /** What is drawn where the ring would be too small. */
  sign: "launch" | "impact" | "meet" | "meetFired" | null;
}

interface Plain {
  colour: Token;
  width: number;
  dash: readonly number[];
  alpha: number;
  isCased?: boolean;
  fillAlpha?: number;
}

const PLAIN_LINES: Readonly<Partial<Record<LineLook, Plain>>> = {
  link: { colour: "quiet", width: 1.25, dash: [], alpha: 0.7, isCased: true },
  linkOut: { colour: "bad", width: 1.75, dash: [3, 5], alpha: 1, isCased: true },
  engagement: { colour: "good", width: 1.75, dash: [], alpha: 0.95, isCased: true },
};

const ORIGIN_LINES: Readonly<Partial<Record<LineLook, readonly [width: number, alpha: number]>>> = {
  corridor: [1.1, 0.75],
  plan: [1.3, 0.9],
  planFaint: [1, 0.5],
  trail: [1.4, 0.75],
  path: [1.4, 0.95],
  sight: [1, 0.8],
};

export function lineLook({ look, origin }: LineMark, palette: Palette): LineStyle {
  const plain = PLAIN_LINES[look];
  if (plain !== undefined) return plainStyle(plain, palette);
  const [width, alpha] = ORIGIN_LINES[look] ?? [1, 1];
  return { stroke: originStroke(origin, originColour(palette, origin), width), alpha, isCased: look !== "trail" };
}

const PLAIN_RINGS: Readonly<Partial<Record<RingLook, Plain>>> = {
  area: { colour: "quiet", width: 1, dash: [], alpha: 0.7, fillAlpha: 0.04 },
  areaThreatened: { colour: "warn", width: 1.75, dash: [9, 4], alpha: 1, isCased: true, fillAlpha: 0.12 },
  areaWarned: { colour: "bad", width: 2.5, dash: [], alpha: 1, isCased: true, fillAlpha: 0.22 },
  coverage: { colour: "quiet", width: 1, dash: [], alpha: 0.65, fillAlpha: 0.045 },
  coverageOut: { colour: "bad", width: 1, dash: [2, 5], alpha: 0.7, fillAlpha: 0.02 },
  reach: { colour: "good", width: 1, dash: [1, 3], alpha: 0.8, fillAlpha: 0.03 },
};

export function ringLook({ look, origin }: RingMark, palette: Palette): RingStyle {
  const isNamedInside = look === "area" || look === "areaThreatened" || look === "areaWarned";
  const plain = PLAIN_RINGS[look];
  if (plain !== undefined) {
    const fill = palette.of[plain.colour];
    return { ...plainStyle(plain, palette), fill, fillAlpha: plain.fillAlpha ?? 0, isNamedInside, sign: null };
  }
  const colour = originColour(palette, origin);
  if (look === "notice" || look === "noticeLater") return noticeLook(look === "notice", origin, colour);
  const sign = look === "launch" || look === "impact" || look === "meet" || look === "meetFired" ? look : null;
  const isVague = look === "uncertainty";
  return {
    stroke: originStroke(origin, colour, isVague ? 0.75 : 1.6),
    alpha: isVague ? 0.5 : 1,
    isCased: !isVague,
    fill: colour,
    fillAlpha: isVague ? 0.14 : 0.2,
    isNamedInside,
    sign,
  };
}

/** While its window is open a notice's ground is filled; before, there is but its edge. */
function noticeLook(isOpen: boolean, origin: RingMark["origin"], colour: string): RingStyle {
  const stroke = originStroke(origin, colour, isOpen ? 1.6 : 1.1);
  return { stroke, alpha: isOpen ? 1 : 0.7, isCased: isOpen, fill: colour, fillAlpha: isOpen ? 0.16 : 0, isNamedInside: false, sign: null };
}

function plainStyle({ colour, width, dash, alpha, isCased = false }: Plain, palette: Palette): LineStyle {
  return { stroke: { colour: palette.of[colour], width, dash, isDouble: false }, alpha, isCased };
}
