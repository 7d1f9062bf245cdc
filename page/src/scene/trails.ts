/**
 * What a map remembers from one frame to the next, because no frame says it: where tracks were, and messages that have
 * just crossed a link.  It forgets at every hello: what stood before may be of another moment or agreement.
 */
import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type { Picture } from "../stream/picture";
import type { LinkItem } from "../stream/sections";
import { position } from "./ground";
import type { Position } from "./scene";

export const TRAIL_POINTS = 64;
const TRAIL_STEP_MS = 4_000; // exercise time between two points of a trail
const CROSSING_MS = 6_000; // exercise time; longer than a map takes to show one

/** A message seen to leave or to come. */
export interface Crossing {
  id: string;
  link: string;
  since_ms: number;
}

export interface Trails {
  points: ReadonlyMap<string, readonly Position[]>;
  crossings: readonly Crossing[];
}

export const NO_TRAILS: Trails = { points: new Map(), crossings: [] };

/** A store that follows one picture, whether or not a map is shown. */
export interface TrailStore {
  trails: ReadonlySignal<Trails>;
  stop(): void;
}

interface Moving {
  lat_rad: number;
  lon_rad: number;
  alt_m: number;
  time_ms?: number;
}

export function followTrails(picture: Picture, section: "tracks" | "bodies" = "tracks"): TrailStore {
  const memory = new Memory();
  const trails = computed(() => {
    memory.forgetAt(picture.hellos.value);
    const nowMs = picture.moment.value.time_ms;
    memory.take(picture.section(section).value, nowMs);
    memory.watch(picture.section("links").value, nowMs);
    return memory.trails;
  });
  const stop = effect(() => void trails.value);
  return { trails, stop };
}

/** The changing state itself; taken apart from the store so that it can be tried without signals. */
export class Memory {
  trails: Trails = NO_TRAILS;
  private readonly lastMs = new Map<string, number>();
  private readonly counts = new Map<string, number>();
  private hellos = 0;

  forgetAt(hellos: number): void {
    if (hellos === this.hellos) return;
    this.hellos = hellos;
    this.trails = NO_TRAILS;
    this.lastMs.clear();
    this.counts.clear();
  }

  take(tracks: ReadonlyMap<string, Moving>, nowMs: number): void {
    const points = new Map<string, readonly Position[]>();
    for (const [key, track] of tracks) points.set(key, this.longer(key, track, track.time_ms ?? nowMs));
    for (const key of this.lastMs.keys()) if (!tracks.has(key)) this.lastMs.delete(key);
    this.trails = { ...this.trails, points };
  }

  watch(links: ReadonlyMap<string, LinkItem>, nowMs: number): void {
    const fresh: Crossing[] = [];
    for (const [link, item] of links) {
      const count = item.sent ?? item.highest_seq ?? 0;
      const before = this.counts.get(link);
      this.counts.set(link, count);
      if (before !== undefined && count > before) fresh.push({ id: `${link}#${count}`, link, since_ms: nowMs });
    }
    const kept = this.trails.crossings.filter((crossing) => nowMs - crossing.since_ms < CROSSING_MS);
    this.trails = { ...this.trails, crossings: [...kept, ...fresh] };
  }

  private longer(key: string, track: Moving, timeMs: number): readonly Position[] {
    const before = this.trails.points.get(key) ?? [];
    if (timeMs - (this.lastMs.get(key) ?? -TRAIL_STEP_MS) < TRAIL_STEP_MS) return before;
    this.lastMs.set(key, timeMs);
    return [...before, position(track, track.alt_m)].slice(-TRAIL_POINTS);
  }
}
