import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sceneOf } from "../scene/build";
import { LAYERS, type Layer, type Position } from "../scene/scene";
import { followTrails } from "../scene/trails";
import type { Picture } from "../stream/picture";
import { makeFlatMap } from "./flat";

/** Where a map looks. */
export interface Looking {
  at: Position;
  spanDeg: number;
}

interface Props {
  picture: Picture;
  truth?: Picture | null;
  looking: Looking;
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
    map.lookAt(looking.at, looking.spanDeg);
    const stop = effect(() => map.show(sceneOf(picture, truth, trails.trails.value), visible, null));
    return () => {
      stop();
      trails.stop();
      map.destroy();
    };
  }, [picture, truth, looking.at, looking.spanDeg]);
  return <div class="still-map" ref={host} />;
}
