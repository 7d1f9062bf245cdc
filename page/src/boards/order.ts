/** In which order events stand, and whose knowledge they are. */
import type { EventItem, MadeOf } from "../stream/sections";

/** Return events in order of impact; those of which none is known after them, oldest first; what is nothing last. */
export function byUrgency(events: readonly [string, EventItem][]): [string, EventItem][] {
  const rank = ([, event]: [string, EventItem]): number => {
    const isNothing = event.assessment === "false" || event.assessment === "anomalous";
    return (isNothing ? 2e12 : 0) + (event.impact === null ? 1e12 + event.opened_ms : event.impact.time_ms);
  };
  return [...events].sort((one, other) => rank(one) - rank(other));
}

export function originOf(event: EventItem): MadeOf {
  if (event.received_sources.length === 0) return "own";
  return event.own_sources.length === 0 ? "received" : "fused";
}
