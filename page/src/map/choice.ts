import { signal } from "@preact/signals";
import { LAYERS, type Layer } from "../scene/scene";
import { VIEWS } from "./views";
import type { MapView } from "./views";

const VIEW_KEPT = "tocsin.map.view";
const HIDDEN_KEPT = "tocsin.map.hidden";

/** What the address asks for: `?map=flat` or `?map=globe`; then the map never changes by itself. */
export function viewAsked(search = location.search): MapView | null {
  const asked = new URLSearchParams(search).get("map");
  return VIEWS.find((view) => view === asked) ?? null;
}

export function firstView(): MapView {
  const kept = localStorage.getItem(VIEW_KEPT);
  return viewAsked() ?? VIEWS.find((view) => view === kept) ?? "globe";
}

export function keepView(view: MapView): void {
  localStorage.setItem(VIEW_KEPT, view);
}

function firstHidden(): ReadonlySet<Layer> {
  const kept = (localStorage.getItem(HIDDEN_KEPT) ?? "").split(",");
  return new Set(LAYERS.filter((layer) => kept.includes(layer)));
}

/** Layers that are switched off, on every map of this page; what is new is always seen. */
export const hiddenLayers = signal<ReadonlySet<Layer>>(firstHidden());

export function switchLayer(layer: Layer): void {
  const hidden = new Set(hiddenLayers.value);
  if (!hidden.delete(layer)) hidden.add(layer);
  localStorage.setItem(HIDDEN_KEPT, [...hidden].join(","));
  hiddenLayers.value = hidden;
}

export function visibleLayers(): ReadonlySet<Layer> {
  return new Set(LAYERS.filter((layer) => !hiddenLayers.value.has(layer)));
}

/** Return whether this browser can draw the globe at all. */
export function hasWebgl(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
