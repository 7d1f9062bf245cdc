import { Color } from "@cesium/engine";
import type { LineMark, Origin, RingMark } from "../../scene/scene";

/** How a line is drawn: it tells whose knowledge it is where colour does not. */
export type Stroke = "full" | "dashed" | "double" | "dotted";

export interface Look {
  colour: Color;
  stroke: Stroke;
  widthPx: number;
}

const TOKENS = ["ground", "panel", "edge", "ink", "quiet", "own", "received", "fused", "truth", "good", "warn", "bad", "focus"] as const;
type Token = (typeof TOKENS)[number];
export type Palette = Readonly<Record<Token, Color>> & { readonly isLight: boolean; readonly night: string };

/** Read the colours that the page has now. */
export function paletteOf(host: Element): Palette {
  const style = getComputedStyle(host);
  const read = (token: Token) => Color.fromCssColorString(style.getPropertyValue(`--${token}`).trim()) ?? Color.WHITE;
  const colours = Object.fromEntries(TOKENS.map((token) => [token, read(token)])) as Record<Token, Color>;
  return { ...colours, isLight: style.colorScheme === "light", night: style.getPropertyValue("--map-night").trim() };
}

const STROKES: Readonly<Record<Origin, Stroke>> = {
  own: "full",
  received: "dashed",
  fused: "double",
  truth: "dotted",
  plain: "full",
};

export const originColour = (palette: Palette, origin: Origin): Color =>
  origin === "plain" ? palette.quiet : palette[origin];

/** By look: width in px, how strong, and the colour and stroke where they do not follow the origin. */
const LOOKS: Readonly<Record<LineMark["look"] | RingMark["look"], [widthPx: number, alpha: number, colour?: Token | undefined, stroke?: Stroke]>> = {
  trail: [2, 0.9],
  path: [1.5, 0.55],
  link: [1.5, 0.75, "good", "full"],
  linkOut: [1.5, 0.9, "bad", "dotted"],
  engagement: [2.5, 0.95, "focus", "full"],
  sight: [1, 0.35, "quiet"],
  launch: [2, 0.9],
  impact: [2, 0.95],
  area: [1.25, 0.6, "quiet"],
  areaThreatened: [2, 0.9, "warn", "full"],
  corridor: [1.25, 0.8],
  plan: [1.75, 0.9],
  planFaint: [1.25, 0.5],
  meet: [1.5, 0.9],
  meetFired: [1.5, 0.9],
  notice: [2, 0.95],
  noticeLater: [1.25, 0.7],
  areaWarned: [3, 0.95, "bad", "full"],
  coverage: [1.25, 0.5],
  coverageOut: [1.25, 0.7, "bad", "dotted"],
  reach: [1.25, 0.6],
  uncertainty: [1, 0.5, undefined, "full"],
};

export function lookOf(palette: Palette, mark: LineMark | RingMark): Look {
  const [widthPx, alpha, token, stroke] = LOOKS[mark.look];
  const colour = token === undefined ? originColour(palette, mark.origin) : palette[token];
  const drawn = stroke ?? STROKES[mark.origin];
  return { colour: colour.withAlpha(alpha), stroke: drawn, widthPx: drawn === "double" ? widthPx + 3 : widthPx };
}
