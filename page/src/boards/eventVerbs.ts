import type { Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import type { Room } from "../screens/room";
import type { Assessment, EventItem } from "../stream/sections";
import { BOARDS } from "../words/boards";
import { TERMS } from "../words/terms";
import type { Phrase } from "../words/words";

const ASSESSED: readonly [letter: string, assessment: Assessment][] = [
  ["v", "valid"],
  ["a", "anomalous"],
  ["f", "false"],
  ["u", "under_assessment"],
];
const ASKED: readonly [letter: string, whom: string][] = [
  ["s", "sensors"],
  ["c", "catalogue"],
  ["l", "almanac"],
  ["m", "maintenance"],
  ["r", "range"],
  ["d", "drill_log"],
];

const wordOf = (code: string): Phrase => TERMS[code] ?? { en: code, zh: code, ru: code };

/** What can be done with an event, by whoever may. */
export function eventVerbs(room: Room): Verb[] {
  const held = (row: Pick | null): EventItem | undefined =>
    row?.section === "events" ? room.picture.section("events").value.get(row.key) : undefined;
  const assess = (type: "AssessEvent" | "Propose"): Verb[] =>
    ASSESSED.map(([letter, assessment]) => ({
      letter,
      type,
      says: wordOf(assessment),
      group: type === "AssessEvent" ? BOARDS.assess : BOARDS.propose,
      make: (row) => {
        const event = held(row);
        const isSo = type === "AssessEvent" && event?.assessment === assessment;
        return event === undefined || isSo ? null : { type, event_id: row?.key, assessment };
      },
    }));
  return [
    ...assess("AssessEvent"),
    ...assess("Propose"),
    query(room, held),
    warn(held),
    ...ASKED.map(
      ([letter, asked_of]): Verb => ({
        letter,
        type: "Ask",
        says: wordOf(asked_of),
        group: BOARDS.ask,
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
