import { lazy } from "preact/compat";
import type { ComponentType } from "preact";
import type { Picture } from "../stream/picture";
import { BOARDS } from "../words/boards";
import { CONTROL } from "../words/control";
import { HOT_WASH } from "../words/hot_wash";
import type { Phrase } from "../words/words";

/** A board of the room.  This table is all there is of them: who adds one adds a line. */
export interface BoardKind {
  name: string;
  title: Phrase;
  /** After `g`. */
  hotKey: string;
  /** Drawn when it is first shown. */
  Component: ComponentType;
  /** Whose streams have what it shows. */
  sees: readonly ("node" | "truth" | "released" | "none")[];
  /** Whether it stands in the first column, beside the map, or in the second. */
  place: "first" | "second";
  /** Roles that find it in front. */
  roles: readonly string[];
  /** Whether there is any use in it now; always, where it does not say. */
  isNow?: (picture: Picture) => boolean;
  /** Who alone may ask the server for what it shows; everybody who sees it, where it does not say. */
  needs?: readonly string[];
  /** Whether exercise control keeps it while it looks at a node: it shows the truth even then. */
  isOfTruth?: true;
  /** How many things there wait. */
  count?: (picture: Picture) => number;
}

type Load = () => Promise<{ default: ComponentType }>;
const loads: Load[] = [];

function drawnBy(load: Load): ComponentType {
  loads.push(load);
  return lazy(load);
}

/** Fetch every board that was not shown yet, so that none makes the keyboard wait. */
export function fetchBoards(): void {
  for (const load of loads) void load().catch(() => undefined); // it is asked for again when it is shown
}

const NODE = ["node"] as const;
const WORDS = ["node", "truth", "released", "none"] as const;

const unreadTexts = (picture: Picture): number =>
  [...picture.section("texts").value.values()].filter((text) => text.read_ms === -1 && text.sender !== picture.node.value).length;
const unreadInjects = (picture: Picture): number => [...picture.section("injects").value.values()].filter((inject) => inject.read_ms === -1).length;

const TRUTH = ["truth"] as const;
const injectsDue = (picture: Picture): number => [...picture.section("injects").value.values()].filter((inject) => inject.status === "due").length;
const requestsOpen = (picture: Picture): number => [...picture.section("texts").value.values()].filter((text) => text.is_request && text.answered_by === "").length;

/** Of exercise control and observers. */
const CONTROL_BOARDS: readonly BoardKind[] = [
  {
    name: "msel",
    title: CONTROL.msel,
    hotKey: "v",
    Component: lazy(() => import("../control/Msel")),
    sees: TRUTH,
    isOfTruth: true,
    place: "first",
    roles: ["director", "scripter", "simulation_control"],
    count: injectsDue,
  },
  {
    name: "faults",
    title: CONTROL.faults,
    hotKey: "f",
    Component: lazy(() => import("../control/Faults")),
    sees: TRUTH,
    needs: ["director", "simulation_control", "scripter"],
    isOfTruth: true,
    place: "first",
    roles: [],
  },
  {
    name: "people",
    title: CONTROL.people,
    hotKey: "r",
    Component: lazy(() => import("../control/People")),
    sees: TRUTH,
    needs: ["director", "simulation_control"],
    isOfTruth: true,
    place: "first",
    roles: [],
  },
  {
    name: "score",
    title: CONTROL.score,
    hotKey: "m",
    Component: lazy(() => import("../control/Score")),
    sees: TRUTH,
    isOfTruth: true,
    place: "first",
    roles: [],
  },
  {
    name: "personas",
    title: CONTROL.personas,
    hotKey: "z",
    Component: lazy(() => import("../control/Personas")),
    sees: ["truth", "none"],
    needs: ["director", "simulation_control", "scripter", "persona"],
    isOfTruth: true,
    place: "second",
    roles: ["simulation_control", "persona"],
    count: requestsOpen,
  },
  {
    name: "notes",
    title: CONTROL.notes,
    hotKey: "j",
    Component: lazy(() => import("../control/Notes")),
    sees: TRUTH,
    isOfTruth: true,
    place: "second",
    roles: ["observer_trainer"],
  },
];

const CLEARS = ["disclosure_officer", "director", "simulation_control"] as const;

/** What is decided about the review, in play and after it. */
const HOT_WASH_BOARDS: readonly BoardKind[] = [
  {
    name: "disclosure",
    title: HOT_WASH.disclosure,
    hotKey: "u",
    Component: drawnBy(() => import("./Disclosure")),
    sees: ["node", "truth"],
    needs: CLEARS,
    isOfTruth: true,
    place: "first",
    roles: ["disclosure_officer"],
  },
  {
    name: "statement",
    title: HOT_WASH.statement,
    hotKey: "g",
    Component: drawnBy(() => import("./Statement")),
    sees: WORDS,
    isOfTruth: true,
    place: "second",
    roles: ["disclosure_officer", "public_affairs"],
  },
  {
    name: "lessons",
    title: HOT_WASH.lessons,
    hotKey: "n",
    Component: drawnBy(() => import("./Lessons")),
    sees: ["node", "truth"],
    isOfTruth: true,
    place: "second",
    roles: [],
  },
];

export const BOARD_KINDS: readonly BoardKind[] = [
  ...CONTROL_BOARDS,
  {
    name: "warning",
    title: BOARDS.warning,
    hotKey: "w",
    Component: drawnBy(() => import("./Warning")),
    sees: NODE,
    place: "first",
    roles: ["commander", "watch_officer", "sensor_desk", "fusion_cell"],
    count: (picture) => [...picture.section("events").value.values()].filter((event) => event.assessment === "under_assessment").length,
  },
  {
    name: "engagement",
    title: BOARDS.engagement,
    hotKey: "e",
    Component: drawnBy(() => import("./Engagement")),
    sees: NODE,
    place: "first",
    roles: ["defence_desk", "planning_cell"],
    count: (picture) => [...picture.section("plans").value.values()].filter((plan) => plan.proposed > 0).length,
  },
  {
    name: "public",
    title: BOARDS.public,
    hotKey: "p",
    Component: drawnBy(() => import("./Public")),
    sees: WORDS,
    place: "first",
    roles: ["civil_protection_desk", "public_affairs", "visitor", "persona"],
    count: (picture) => picture.section("unsent_warnings").value.size,
  },
  {
    name: "notices",
    title: BOARDS.notices,
    hotKey: "o",
    Component: drawnBy(() => import("./Notices")),
    sees: ["node", "truth"],
    place: "first",
    roles: ["notice_desk"],
  },
  {
    name: "posture",
    title: BOARDS.posture,
    hotKey: "d",
    Component: drawnBy(() => import("./Posture")),
    sees: NODE,
    place: "first",
    roles: [],
  },
  {
    name: "readiness",
    title: BOARDS.readiness,
    hotKey: "y",
    Component: drawnBy(() => import("./Readiness")),
    sees: WORDS,
    place: "first",
    roles: [],
    isNow: (picture) => picture.moment.value.time_ms === 0,
  },
  {
    name: "released",
    title: BOARDS.released,
    hotKey: "b",
    Component: drawnBy(() => import("./Released")),
    sees: ["released"],
    place: "first",
    roles: ["liaison_officer"],
  },
  {
    name: "traffic",
    title: BOARDS.traffic,
    hotKey: "t",
    Component: drawnBy(() => import("./Traffic")),
    sees: ["node", "truth", "released"],
    place: "second",
    roles: ["data_exchange_desk"],
    count: (picture) => picture.section("unread").value.size,
  },
  {
    name: "consultation",
    title: BOARDS.consultation,
    hotKey: "c",
    Component: drawnBy(() => import("./Consultation")),
    sees: NODE,
    place: "second",
    roles: [],
    count: (picture) => [...picture.section("consultations").value.values()].filter((item) => item.closed === "" && !item.is_replied && !item.is_asked_by_us).length,
  },
  {
    name: "agreement",
    title: BOARDS.agreement,
    hotKey: "a",
    Component: drawnBy(() => import("./Agreement")),
    sees: ["node", "truth", "released"],
    place: "second",
    roles: ["disclosure_officer", "legal_adviser"],
  },
  {
    name: "chat",
    title: BOARDS.chat,
    hotKey: "k",
    Component: drawnBy(() => import("./Chat")),
    sees: ["node", "truth"],
    place: "second",
    roles: ["persona"],
    count: unreadTexts,
  },
  {
    name: "sensors",
    title: BOARDS.sensors,
    hotKey: "s",
    Component: drawnBy(() => import("./Sensors")),
    sees: NODE,
    place: "second",
    roles: ["sensor_desk"],
    count: (picture) => [...picture.section("sensors").value.values()].filter((sensor) => !sensor.is_in_action).length,
  },
  {
    name: "log",
    title: BOARDS.log,
    hotKey: "l",
    Component: drawnBy(() => import("./Log")),
    sees: ["node", "truth"],
    place: "second",
    roles: [],
  },
  {
    name: "injects",
    title: BOARDS.injects,
    hotKey: "i",
    Component: drawnBy(() => import("./Injects")),
    sees: NODE,
    place: "second",
    roles: [],
    count: unreadInjects,
  },
  {
    name: "held",
    title: BOARDS.held,
    hotKey: "h",
    Component: drawnBy(() => import("./Held")),
    sees: NODE,
    place: "second",
    roles: [],
    count: (picture) => picture.section("held_messages").value.size,
  },
  {
    name: "calendar",
    title: BOARDS.calendar,
    hotKey: "q",
    Component: drawnBy(() => import("./Calendar")),
    sees: ["node", "truth"],
    place: "second",
    roles: [],
  },
  {
    name: "news",
    title: BOARDS.news,
    hotKey: "x",
    Component: drawnBy(() => import("./News")),
    sees: ["truth", "released", "none"],
    place: "second",
    roles: ["visitor"],
  },
  ...HOT_WASH_BOARDS,
];

/** Return the boards of a place for an audience, those of the roles held in front. */
export function boardsFor(kinds: readonly BoardKind[], sees: BoardKind["sees"][number], roles: readonly string[], place: BoardKind["place"], hasTruth = false): BoardKind[] {
  const isTold = (kind: BoardKind): boolean => kind.sees.includes(sees) || (hasTruth && kind.isOfTruth === true);
  const mayAsk = (kind: BoardKind): boolean => kind.needs?.some((role) => roles.includes(role)) ?? true;
  const fitting = kinds.filter((kind) => kind.place === place && isTold(kind) && mayAsk(kind));
  const isFront = (kind: BoardKind): boolean => kind.roles.some((role) => roles.includes(role));
  return [...fitting.filter(isFront), ...fitting.filter((kind) => !isFront(kind))];
}
