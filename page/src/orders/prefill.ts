import type { Room } from "../screens/room";
import { choicesFor } from "./choices";
import type { OrderKind } from "./schema";
import type { Values } from "./values";

const CUE_LASTS_MS = 60_000; // what a cue's form begins with
const FIELD_OF: Readonly<Record<string, string>> = {
  events: "event_id",
  batteries: "battery_id",
  sensors: "sensor_id",
  notices: "notice_id",
  public_warnings: "warning_id",
  consultations: "consultation_id",
  serials: "serial_id",
  injects: "inject_id",
  unread: "item_id",
  held_messages: "subject",
};

/** Return what a form can be filled with: what is picked, what alone is possible, what stands now. */
export function prefilled(kind: OrderKind, room: Room, begin: Values): Values {
  const found: Record<string, unknown> = { ...fromPick(room) };
  for (const field of kind.fields) {
    if (field.kind !== "text" || !field.isRequired || found[field.name] !== undefined) continue;
    const known = choicesFor(field.name, room.picture, room.me.value, { ...found, ...begin });
    const [only] = known;
    if (only !== undefined && (known.length === 1 || field.name === "to")) found[field.name] = only;
  }
  if (kind.name === "SignAmendment") found.terms = presentTerms(room);
  if (kind.name === "CueRadar") Object.assign(found, presentCue(room, String(found.sensor_id ?? "")));
  if (kind.name === "SendPublicWarning") found.areas = threatened(room, String(found.event_id ?? ""));
  return Object.fromEntries(Object.entries(found).filter(([name]) => kind.fields.some((field) => field.name === name)));
}

function fromPick(room: Room): Values {
  const picked = room.picked.value;
  if (picked === null) return {};
  if (picked.section === "plans") {
    const plan = room.picture.section("plans").value.get(picked.key);
    return plan === undefined ? {} : { event_id: plan.event_id, object_name: plan.object_name, battery_id: plan.battery_id };
  }
  const name = FIELD_OF[picked.section];
  return name === undefined ? {} : { [name]: picked.key };
}

/** The terms in force, as the amendment's first draft: the same keys, for the section is made from them. */
function presentTerms(room: Room): unknown {
  return room.picture.section("agreement").value.get("terms");
}

function presentCue(room: Room, sensorId: string): Values {
  const cue = room.picture.section("sensors").value.get(sensorId)?.cue ?? {};
  const { type: _type, ...fields } = cue;
  return { ...fields, until_ms: room.picture.moment.value.time_ms + CUE_LASTS_MS };
}

/** The areas that the engine says an event threatens. */
export function threatened(room: Room, eventId: string): string[] {
  return Object.keys(room.picture.section("events").value.get(eventId)?.impact?.areas ?? {});
}
