/** What a field may be filled with, from the picture: ids that the seat sees already, never anything else. */
import type { Me } from "../server/seat";
import type { Picture } from "../stream/picture";
import type { SectionName } from "../stream/sections";
import type { Values } from "./values";

/** The truth names what is a nation's by nation and name. */
const bare = (key: string): string => key.slice(key.indexOf("/") + 1);
const linkEnds = (picture: Picture, end: "from" | "to"): string[] => [...new Set([...picture.section("links").value.values()].map((link) => link[end] ?? ""))].filter((name) => name !== "");
const ofInjects = (picture: Picture, field: string): string[] =>
  [...new Set([...picture.section("injects").value.values()].map((inject) => String(inject[field] ?? "")))].filter((name) => name !== "");

/** Cells that an inject can be for: those that play, and those who advise them. */
const CELLS = ["commander", "watch_officer", "sensor_desk", "notice_desk", "data_exchange_desk", "defence_desk", "civil_protection_desk", "legal_adviser", "public_affairs"];

function receivers(picture: Picture): string[] {
  return [...picture.section("postures").value.keys()].filter((name) => name !== "joint").flatMap((name) => [name, ...CELLS.map((cell) => `${name}/${cell}`)]);
}

const keysOf = (picture: Picture, name: SectionName): string[] => [...picture.section(name).value.keys()];

/** Kinds of message that can be held back as a whole. */
const MESSAGE_KINDS = ["LaunchReport", "PreLaunchNotification", "PublicWarning", "AnomalyAdvisory"];

function objectNames(picture: Picture, eventId: unknown): string[] {
  return [...picture.section("events").value]
    .filter(([name]) => eventId === undefined || eventId === "" || eventId === name)
    .flatMap(([, event]) => event.objects.map((held) => held.name));
}

function areaNames(picture: Picture): string[] {
  const named = keysOf(picture, "areas");
  const threatened = [...picture.section("events").value.values()].flatMap((event) => Object.keys(event.impact?.areas ?? {}));
  const warned = [...picture.section("public_warnings").value.values()].flatMap((warning) => warning.areas);
  return [...new Set([...named, ...threatened, ...warned])];
}

function itemNames(picture: Picture): string[] {
  return (["unread", "texts", "injects", "events", "consultations"] as const).flatMap((name) => keysOf(picture, name));
}

function classNames(picture: Picture): string[] {
  const terms = picture.section("agreement").value.get("terms");
  return Array.isArray(terms?.classes) ? terms.classes.map(String) : [];
}

/** Return what a field of a name may be filled with; empty where the picture knows nothing of it. */
export function choicesFor(name: string, picture: Picture, me: Me, values: Values): string[] {
  switch (name) {
    case "event_id":
      return keysOf(picture, "events");
    case "object_name":
      return objectNames(picture, values.event_id);
    case "battery_id":
      return keysOf(picture, "batteries").map(bare);
    case "sensor_id":
      return keysOf(picture, "sensors").map(bare);
    case "notice_id":
      return [...new Set([...keysOf(picture, "notices"), ...keysOf(picture, "notices_to_give").map((key) => key.split("/")[0] ?? key)])];
    case "warning_id":
      return [...picture.section("public_warnings").value].filter(([, warning]) => warning.is_standing === true).map(([key]) => key);
    case "consultation_id":
      return keysOf(picture, "consultations");
    case "serial_id":
      return keysOf(picture, "serials");
    case "inject_id":
    case "depends_on":
    case "contingency":
      return keysOf(picture, "injects");
    case "launch_id":
      return keysOf(picture, "launches");
    case "source":
      return linkEnds(picture, "from");
    case "target":
      return linkEnds(picture, "to");
    case "node":
      return keysOf(picture, "postures");
    case "objective":
    case "storyline":
    case "incident":
    case "controller":
    case "event":
    case "sender":
      return ofInjects(picture, name);
    case "answers":
      return ["", ...[...picture.section("texts").value.values()].map((text) => text.text_id)];
    case "item_id":
      return itemNames(picture);
    case "doctrine":
      return keysOf(picture, "doctrines");
    case "subject":
      return [...MESSAGE_KINDS, ...keysOf(picture, "events"), ...keysOf(picture, "held_messages"), ...keysOf(picture, "public_warnings")];
    case "to":
      if ("inject_id" in values) return receivers(picture);
      return [...keysOf(picture, "partners"), ...keysOf(picture, "postures"), "control", ...(me.node === "" || me.node === "truth" ? [] : [me.node])];
    case "areas":
      return areaNames(picture).map(bare);
    case "classes":
      return classNames(picture);
    default:
      return [];
  }
}
