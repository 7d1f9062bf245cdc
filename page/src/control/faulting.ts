/** What a fault in the simulated world is written as: one inject that is due at once. */
import type { Action } from "../server/seat";
import type { Picture } from "../stream/picture";
import type { FaultItem } from "../stream/sections";
import { freeId } from "./injects";

let written: readonly string[] = []; // ids of this page's own faults, of which the picture may not know yet

/** Return the order that lets effects take place now. */
export function faultNow(picture: Picture, name: string, title: string, effects: readonly Action[], begins = "fault"): Action {
  const nowMs = picture.moment.value.time_ms;
  const stem = `${begins}-${name}-${Math.floor(nowMs / 1000)}`.replaceAll(/[^\w-]/g, "-");
  const inject_id = freeId(stem, [...picture.section("injects").value.keys(), ...written]);
  written = [...written, inject_id];
  return { type: "WriteInject", inject: { inject_id, title, means: "event", time_ms: nowMs, effects } };
}

/** Return the effect that ends early what control put out or disturbed. */
export function endOf(fault: FaultItem): Action {
  if (fault.kind === "sensor") return { type: "EndOutage", sensor_id: fault.sensor_id };
  return { type: "EndLinkFault", source: fault.source, target: fault.target };
}

export const LINK_FAULTS = ["cut", "slow", "lossy"] as const;
export type LinkTrouble = (typeof LINK_FAULTS)[number];

const SLOWER_MS = 20_000;

export function linkFault(trouble: LinkTrouble, source: string, target: string, for_ms: number): Action {
  const how = trouble === "slow" ? { delay_ms: SLOWER_MS, loss: 0 } : { delay_ms: 0, loss: trouble === "cut" ? 1 : 0.5 };
  return { type: "LinkFault", source, target, for_ms, ...how };
}
