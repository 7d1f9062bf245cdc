import type { Room } from "../screens/room";
import type { Field, OrderKind } from "./schema";
import { isFilled, suggestions, type Place } from "./suggest";
import { emptyOf, type Values } from "./values";

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

/**
 * Return what a form is filled with, so that Enter alone gives a whole order: what is picked, what is at hand, what
 * stands now.  `begin`: what is known already, and is left as it is.
 */
export function prefilled(kind: OrderKind, room: Room, begin: Values): Values {
  const picked = fromPick(room);
  const found: Record<string, unknown> = {};
  for (const field of kind.fields) {
    const place: Place = { order: kind.name, picture: room.picture, me: room.me.value, values: { ...found, ...begin } };
    const value = begin[field.name] ?? picked[field.name] ?? filled(field, place);
    if (value !== undefined) found[field.name] = value;
  }
  if (kind.name === "SignAmendment") found.terms = begin.terms ?? presentTerms(room);
  return found;
}

/** Return what a field is filled with; undefined where it is left as it begins. */
function filled(field: Field, place: Place): unknown {
  if (field.kind === "group") return field.name === "terms" ? undefined : filledGroup(field.fields, place);
  if (!isFilled(place.order, field)) return undefined;
  return suggestions(field.name, place)[0];
}

function filledGroup(fields: readonly Field[], place: Place): Values {
  return Object.fromEntries(fields.map((field) => [field.name, filled(field, place) ?? emptyOf(field)]));
}

function fromPick(room: Room): Values {
  const picked = room.picked.value;
  if (picked === null) return {};
  if (picked.section === "plans") {
    const plan = room.picture.section("plans").value.get(picked.key);
    return plan === undefined ? {} : { event_id: plan.event_id, object_name: plan.object_name, battery_id: plan.battery_id };
  }
  const isUnread = picked.section === "messages" && room.picture.section("unread").value.has(picked.key);
  const name = isUnread ? "item_id" : FIELD_OF[picked.section];
  return name === undefined ? {} : { [name]: picked.key };
}

/** The terms in force, as the amendment's first draft: the same keys, for the section is made from them. */
function presentTerms(room: Room): unknown {
  return room.picture.section("agreement").value.get("terms");
}
