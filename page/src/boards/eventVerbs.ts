import type { Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import type { Room } from "../screens/room";
import type { Assessment, EventItem } from "../stream/sections";
import { BOARDS } from "../words/boards";
import type { Phrase } from "../words/words";

const ASSESSED: readonly [letter: string, assessment: Assessment, says: Phrase][] = [
  ["v", "valid", BOARDS.assess_valid],
  ["a", "anomalous", BOARDS.assess_anomalous],
  ["f", "false", BOARDS.assess_false],
  ["u", "under_assessment", BOARDS.assess_again],
];
const ASKED: readonly [letter: string, whom: string, says: Phrase][] = [
  ["s", "sensors", BOARDS.ask_sensors],
  ["c", "catalogue", BOARDS.ask_catalogue],
  ["l", "almanac", BOARDS.ask_almanac],
  ["m", "maintenance", BOARDS.ask_maintenance],
  ["r", "range", BOARDS.ask_range],
  ["d", "drill_log", BOARDS.ask_drill_log],
];

/** What can be done with an event, by whoever may. */
export function eventVerbs(room: Room): Verb[] {
  const held = (row: Pick | null): EventItem | undefined =>
    row?.section === "events" ? room.picture.section("events").value.get(row.key) : undefined;
  const assess = (type: "AssessEvent" | "Propose"): Verb[] =>
    ASSESSED.map(([letter, assessment, says]) => ({
      letter,
      type,
      says,
      make: (row) => (held(row) === undefined ? null : { type, event_id: row?.key, assessment }),
    }));
  return [
    ...assess("AssessEvent"),
    ...assess("Propose"),
    query(room, held),
    warn(held),
    ...ASKED.map(
      ([letter, asked_of, says]): Verb => ({
        letter,
        type: "Ask",
        says,
        make: (row) => {
          const isAsked = room.picture.section("answers").value.has(`${row?.key ?? ""}/${asked_of}`);
          return held(row) === undefined || isAsked ? null : { type: "Ask", event_id: row?.key, asked_of };
        },
      }),
    ),
    { letter: "k", type: "CueRadar", says: BOARDS.cue, isForm: true, make: (row) => (held(row) === undefined ? null : { type: "CueRadar", event_id: row?.key }) },
    { letter: "o", type: "HoldMessage", says: BOARDS.hold, make: (row) => (isHeldBack(room, row) || held(row) === undefined ? null : { type: "HoldMessage", subject: row?.key }) },
    { letter: "e", type: "SendMessage", says: BOARDS.let_go, make: (row) => (isHeldBack(room, row) ? { type: "SendMessage", subject: row?.key } : null) },
  ];
}

function isHeldBack(room: Room, row: Pick | null): boolean {
  return row !== null && room.picture.section("held_messages").value.has(row.key);
}

/** Ask a partner: the only one at once, one of several by the form. */
function query(room: Room, held: (row: Pick | null) => EventItem | undefined): Verb {
  const partners = [...room.picture.section("partners").value.keys()];
  return {
    letter: "q",
    type: "Query",
    says: BOARDS.query,
    isForm: partners.length > 1,
    make: (row) => (held(row) === undefined ? null : { type: "Query", event_id: row?.key, to: partners[0] ?? "" }),
  };
}

/** Warn the areas that the engine says are threatened. */
function warn(held: (row: Pick | null) => EventItem | undefined): Verb {
  return {
    letter: "w",
    type: "SendPublicWarning",
    says: BOARDS.warn_public,
    isGrave: true,
    make: (row) => {
      const areas = Object.keys(held(row)?.impact?.areas ?? {});
      return areas.length === 0 ? null : { type: "SendPublicWarning", event_id: row?.key, areas };
    },
  };
}
