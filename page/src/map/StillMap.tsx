import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sceneOf } from "../scene/build";
import { LAYERS, type Layer, type Position } from "../scene/scene";
import { followTrails } from "../scene/trails";
import type { Picture } from "../stream/picture";
import { viewOf } from "./fit";
import { makeFlatMap } from "./flat";

const LEAST_DEG = 55;
const AROUND = 1.3;

/** Where a map looks. */
export interface Looking {
  at: Position;
  spanDeg: number;
}

interface Props {
  picture: Picture;
  truth?: Picture | null;
  /** Null: what there is to see at first, and much around it. */
  looking: Looking | null;
  hidden?: readonly Layer[];
}

/** The flat map of a film: no tools, as quick as the film, and two of them side by side show the same ground. */
export function StillMap({ picture, truth = null, looking, hidden = [] }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const map = makeFlatMap(host.current, () => undefined);
    const trails = followTrails(picture, picture.sees.peek() === "truth" ? "bodies" : "tracks");
    const visible = new Set(LAYERS.filter((layer) => !hidden.includes(layer)));
    let isLooking = looking !== null;
    if (looking !== null) map.lookAt(looking.at, looking.spanDeg);
    const stop = effect(() => {
      const scene = sceneOf(picture, truth, trails.trails.value);
      map.show(scene, visible, null);
      if (isLooking || scene.marks.length === 0) return;
      isLooking = true;
      const { at, spanDeg } = viewOf(scene);
      map.lookAt(at, Math.max(LEAST_DEG, AROUND * spanDeg));
    });
    return () => {
      stop();
      trails.stop();
      map.destroy();
    };
  }, [picture, truth, looking]);
  return <div class="still-map" ref={host} />;
}
