/** What control can do with an inject. */
import type { Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import type { Action } from "../server/seat";
import type { Picture } from "../stream/picture";
import { CONTROL } from "../words/control";
import { freeId, injectsOf, MAY_BE, written, type Inject } from "./injects";

const LATER_MS = 300_000;

export function injectVerbs(picture: Picture): Verb[] {
  const of = (type: string, make: (inject: Inject) => Omit<Action, "type">) => (row: Pick | null): Action | null => {
    const inject = injectsOf(picture).find((item) => row?.section === "injects" && item.inject_id === row.key);
    return inject === undefined || !(MAY_BE[type]?.includes(inject.status) ?? true) ? null : { type, ...make(inject) };
  };
  const named = ({ inject_id }: Inject) => ({ inject_id });
  const nowMs = (): number => picture.moment.value.time_ms;
  const dueMs = (inject: Inject): number => (inject.next_ms >= 0 ? inject.next_ms : Math.max(inject.time_ms, nowMs()));
  const ids = (): Iterable<string> => picture.section("injects").value.keys();
  return [
    { letter: "f", type: "FireInject", says: CONTROL.fire, isGrave: true, make: of("FireInject", named) },
    { letter: "o", type: "HoldInject", says: CONTROL.hold, make: of("HoldInject", named) },
    { letter: "u", type: "FreeInject", says: CONTROL.free, make: of("FreeInject", named) },
    { letter: "p", type: "SlipInject", says: CONTROL.slip_5, make: of("SlipInject", (inject) => ({ ...named(inject), time_ms: dueMs(inject) + LATER_MS })) },
    { letter: "l", type: "SlipInject", says: CONTROL.slip, isForm: true, make: of("SlipInject", (inject) => ({ ...named(inject), time_ms: dueMs(inject) })) },
    { letter: "s", type: "SkipInject", says: CONTROL.skip, isGrave: true, make: of("SkipInject", named) },
    { letter: "c", type: "CloneInject", says: CONTROL.clone, isForm: true, make: of("CloneInject", (inject) => ({ ...named(inject), clone_id: freeId(inject.inject_id, ids()), time_ms: -1 })) },
    { letter: "e", type: "WriteInject", says: CONTROL.edit, isForm: true, make: of("WriteInject", (inject) => ({ inject: written(inject) })) },
  ];
}
