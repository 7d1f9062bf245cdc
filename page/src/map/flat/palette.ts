/** The page's colours, as a canvas needs them. */
import type { Origin } from "../../scene/scene";

const TOKENS = [
  "ground", "panel", "edge", "ink", "quiet", "own", "received", "fused", "truth",
  "good", "warn", "bad", "focus", "marking", "marking-ink",
  "map-sea", "map-land", "map-coast", "map-border", "map-grid", "map-halo", "map-place", "map-water", "map-night",
] as const;
export type Token = (typeof TOKENS)[number];

export interface Palette {
  isDark: boolean;
  of: Readonly<Record<Token, string>>;
  sans: string;
}

export function paletteOf(host: Element): Palette {
  const style = getComputedStyle(host);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const of = Object.fromEntries(TOKENS.map((name) => [name, read(name)])) as Record<Token, string>;
  return { isDark: style.colorScheme.includes("dark"), of, sans: read("sans") || "sans-serif" };
}

export function originColour(palette: Palette, origin: Origin): string {
  return origin === "plain" ? palette.of.quiet : palette.of[origin];
}
