import { signal } from "@preact/signals";

export const THEMES = ["dark", "light"] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = "tocsin.theme";

export const theme = signal<Theme>("dark");

/** Set the colours, now and for the next time. */
export function wear(chosen: Theme): void {
  localStorage.setItem(KEPT, chosen);
  document.documentElement.dataset["theme"] = chosen;
  theme.value = chosen;
}

/** Set the colours that were chosen last time. */
export function wearKept(): void {
  const kept = localStorage.getItem(KEPT);
  const chosen = THEMES.find((known) => known === kept);
  if (chosen !== undefined) wear(chosen);
}
