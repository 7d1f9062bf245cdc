/** What the layers are made from, looked up once for a scene. */
import { signal } from "@preact/signals";
import type { Picture } from "../stream/picture";
import type { EventItem, ObjectItem } from "../stream/sections";
import type { Origin, Position } from "./scene";
import type { Trails } from "./trails";

/** Where a nation's end of a link is drawn; a drawing's convention, not a site. */
export type Homes = ReadonlyMap<string, Position>;
export const homesKnown = signal<Homes>(new Map());

export interface Known {
  picture: Picture;
  nowMs: number;
  trails: Trails;
  homes: Homes;
  holders: ReadonlyMap<string, Holder>;
}

/** The event that holds a track, and as which object. */
export interface Holder {
  eventId: string;
  event: EventItem;
  object: ObjectItem;
}

export function knownOf(picture: Picture, trails: Trails, homes: Homes): Known {
  const nowMs = picture.moment.value.time_ms;
  return { picture, nowMs, trails, homes, holders: holdersOf(picture.section("events").value) };
}

export function holdersOf(events: ReadonlyMap<string, EventItem>): Map<string, Holder> {
  const found = new Map<string, Holder>();
  for (const [eventId, event] of events) {
    for (const object of event.objects) found.set(object.track, { eventId, event, object });
  }
  return found;
}

/** Return whose knowledge an event is. */
export function originOf(event: EventItem): Origin {
  if (event.own_sources.length === 0) return "received";
  return event.received_sources.length === 0 ? "own" : "fused";
}

/** Write a time to go as minutes and seconds; the same in every language. */
export function toGo(ms: number): string {
  const s = Math.round(Math.abs(ms) / 1000);
  return `${ms < 0 ? "+" : "−"}${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}
