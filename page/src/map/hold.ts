import { effect, type Signal, untracked } from "@preact/signals";
import { sceneOf } from "../scene/build";
import type { Pick, Scene, WorldMap } from "../scene/scene";
import { followTrails } from "../scene/trails";
import type { Picture } from "../stream/picture";
import { hasWebgl, visibleLayers } from "./choice";
import { viewOf } from "./fit";
import type { GlobeMap } from "./globe";
import { Pace } from "./pace";
import { SlowWatch } from "./rate";
import type { GlobeView, MapView } from "./views";

const FRAME_MS = 20; // taking a tick, making its scene and showing it are the work of three frames, not of one

export interface Feed {
  picture: Picture;
  truth: Picture | null;
  picked: Signal<Pick | null>;
}

/** Why the globe cannot go on. */
export type Trouble = "slow" | "noWebgl" | "lost" | "failed";

export interface Held {
  view(view: GlobeView): void;
  zoom(factor: number): void;
  pan(east: number, north: number): void;
  fit(): void;
  end(): void;
}

interface Made {
  map: WorldMap;
  globe: GlobeMap | null;
}

async function make(host: HTMLElement, view: MapView, picked: Signal<Pick | null>, onTrouble: (why: Trouble) => void): Promise<Made> {
  const onPick = (pick: Pick | null) => {
    picked.value = pick;
  };
  if (view === "flat") {
    const { makeFlatMap } = await import("./flat");
    return { map: await makeFlatMap(host, onPick), globe: null };
  }
  const { makeGlobe } = await import("./globe");
  const slow = new SlowWatch();
  const globe = await makeGlobe(host, onPick, {
    frame: (nowMs) => slow.frame(nowMs) && onTrouble("slow"),
    rest: () => slow.rest(),
    lost: () => onTrouble("lost"),
  });
  globe.view(view);
  return { map: globe, globe };
}

/** Show on a map what a picture holds, at most once a second however often it changes; returns what ends it. */
function feedMap(map: WorldMap, { picture, truth, picked }: Feed, fitted: (scene: Scene) => void): () => void {
  const trails = followTrails(picture, picture.sees.peek() === "truth" ? "bodies" : "tracks");
  let scene: Scene = { timeMs: 0, marks: [] };
  const show = () => map.show(scene, visibleLayers(), picked.value);
  let showing: ReturnType<typeof setTimeout> | undefined;
  const pace = new Pace(FRAME_MS, () => {
    scene = untracked(() => sceneOf(picture, truth, trails.trails.value));
    showing = setTimeout(() => {
      untracked(show);
      fitted(scene);
    }, FRAME_MS);
  });
  const ends = [
    effect(() => {
      picture.moment.value;
      truth?.moment.value;
      pace.ask();
    }),
    effect(show), // layers and what is picked are shown at once
  ];
  return () => {
    for (const end of ends) end();
    pace.end();
    clearTimeout(showing);
    trails.stop();
  };
}

/** Put a map into a part of the page, when the page has been painted; it is fed until it is ended. */
export function holdMap(host: HTMLElement, first: MapView, feed: Feed, onReady: () => void, onTrouble: (why: Trouble) => void): Held {
  let made: Made | null = null;
  let view = first;
  let newest: Scene = { timeMs: 0, marks: [] };
  let isEnded = false;
  let isFitted = false;
  let endFeed = () => {};
  const fit = () => {
    const { at, spanDeg } = viewOf(newest);
    made?.map.lookAt(at, spanDeg);
  };
  const fitted = (scene: Scene) => {
    newest = scene;
    if (isFitted) return;
    isFitted = scene.marks.length > 0;
    fit();
  };
  const trouble = (why: Trouble) => {
    if (!isEnded) onTrouble(why);
  };
  const begin = async () => {
    if (isEnded) return;
    if (first !== "flat" && !hasWebgl()) return trouble("noWebgl");
    made = await make(host, view, feed.picked, trouble);
    if (isEnded) return made.map.destroy();
    if (view !== "flat" && view !== first) made.globe?.view(view);
    endFeed = feedMap(made.map, feed, fitted);
    onReady();
  };
  const start = setTimeout(() => requestAnimationFrame(() => void begin().catch(() => trouble("failed"))));
  return {
    view(wanted) {
      view = wanted;
      made?.globe?.view(wanted);
    },
    zoom: (factor) => made?.map.zoom(factor),
    pan: (east, north) => made?.globe?.pan(east, north),
    fit,
    end() {
      isEnded = true;
      clearTimeout(start);
      endFeed();
      made?.map.destroy();
    },
  };
}
