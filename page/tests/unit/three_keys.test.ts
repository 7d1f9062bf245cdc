import { signal } from "@preact/signals";
import { beforeAll, expect, test, vi } from "vitest";
import { lettersOf } from "../../src/orders/letters";
import { offersOf, withOffer } from "../../src/orders/offers";
import { nextPhrase } from "../../src/orders/phraseKeys";
import { prefilled } from "../../src/orders/prefill";
import { orderKinds, type OrderKind, type Schemas } from "../../src/orders/schema";
import { actionOf, emptyValues, type Values } from "../../src/orders/values";
import { noPick, type Room } from "../../src/screens/room";
import type { Me } from "../../src/server/seat";
import type { Sections } from "../../src/stream/frames";
import { Picture } from "../../src/stream/picture";
import { LANGUAGES } from "../../src/words/words";
import { CAUSES, REASONS, REPLIES, REQUESTS } from "../../src/words/phrases";
import described from "../api/orders.json";
import birch from "../frames/birch.900s.json";
import truth from "../frames/truth.540s.json";

vi.hoisted(() => {
  vi.stubGlobal("localStorage", { getItem: () => "en" }); // words are chosen by what the browser has kept
});

const KINDS = orderKinds(described as unknown as Schemas);
const NOW_MS = 900_000;
const OF_CONTROL = KINDS.filter(({ name }) => name.endsWith("Inject")).map(({ name }) => name);
/** What the flagship does not have at that moment, made up: else there would be nothing to order about. */
const MORE: Sections = {
  notices: { n1: { notice_id: "n1", revision: 0, forwarded_revision: -1, is_withheld: false } },
  notices_to_give: { "own-1/0": { notice_id: "own-1", is_withheld: false } },
  held_messages: { LaunchReport: { kept: [] } },
  denials: { "birch-e2/birch-e2.1/": { event_id: "birch-e2", object_name: "birch-e2.1", battery_id: "" } },
  consultations: {
    "birch-c9": { own_event_id: "birch-e1", partner: "alder", signers: ["birch", "alder"], is_asked_by_us: true, opened_ms: 0, deadline_ms: 0, is_replied: false, signed: { birch: "valid" }, closed: "" },
    "alder-c8": { own_event_id: "birch-e2", partner: "alder", signers: ["birch", "alder"], is_asked_by_us: false, opened_ms: 0, deadline_ms: 0, is_replied: false, signed: { alder: "anomalous" }, closed: "" },
  },
  serials: { watch: { is_listed: true, outgoing: "birch-1/4", incoming: "" } },
};
const INJECT = { inject_id: "call", title: "", storyline: "", time_ms: 1_200_000, next_ms: 1_200_000, depends_on: [], waits_for: [], fired_by: null };
const INJECTS = { injects: { call: { ...INJECT, status: "planned" }, later: { ...INJECT, inject_id: "later", status: "held", next_ms: -1 } } };

function roomOf(state: Sections, nation: string, sees: "node" | "truth"): Room {
  const picture = new Picture();
  const clock = { speed_ratio: 1, is_paused: false, until_event: false, is_scored: false, is_over: false, is_stopped: false };
  picture.take({ type: "hello", seq: 0, time_ms: NOW_MS, utc_ms: 0, dtg: {}, sees, node: nation, clock, state });
  const me: Me = { seat_id: "s", nation, node: nation, side: "nation", host: "", roles: [], may_take: [], may_order: {} };
  return { me: signal(me), picture, link: signal({ state: "live" } as never), truth: null, picked: noPick() };
}

const desk = roomOf({ ...(birch as Sections), ...MORE }, "birch", "node");
const control = roomOf({ ...(truth as Sections), ...INJECTS }, "", "truth");

const begun = (kind: OrderKind, room: Room, begin: Values = {}): Values => ({ ...emptyValues(kind.fields), ...prefilled(kind, room, begin) });
const kindOf = (name: string): OrderKind => KINDS.find((kind) => kind.name === name) as OrderKind;
const begins = (name: string, begin: Values = {}): Values => begun(kindOf(name), OF_CONTROL.includes(name) ? control : desk, begin);

let names: string[];
beforeAll(() => {
  names = KINDS.map(({ name }) => name).filter((name) => name !== "WriteInject"); // has an editor of its own, filled likewise
});

test("every order is given by three keys: n, its letter, Enter", () => {
  const nation = names.filter((name) => !OF_CONTROL.includes(name));
  expect([...lettersOf(nation).keys()].every((letter) => letter.length === 1)).toBe(true);
  expect(lettersOf(nation).size).toBe(nation.length);
  const lacking = names.flatMap((name) => {
    const kind = kindOf(name);
    const { faults } = actionOf(kind, begins(name));
    return faults.map(({ field, code }) => `${name}.${field} ${code}`);
  });
  expect(lacking).toEqual([]);
});

test("what a form begins with is what is at hand", () => {
  expect(begins("Fire")).toMatchObject({ event_id: "birch-e4", battery_id: "taroviel-upper", object_name: "birch-e1.1" });
  expect(begins("Reply").consultation_id).toBe("alder-c8");
  expect(begins("SignAssessment")).toMatchObject({ consultation_id: "alder-c8", assessment: "anomalous" });
  expect(begins("SetDoctrine").doctrine).toBe("free");
  expect(begins("CorrectPublicWarning").areas).not.toEqual([]);
  expect(begins("SendPublicWarning").areas).not.toEqual([]);
  expect(begins("SignHandover")).toMatchObject({ serial_id: "watch", is_incoming: true });
  expect(begins("AllowEngagement")).toMatchObject({ event_id: "birch-e2", object_name: "birch-e2.1", battery_id: "" });
  expect(begins("CueRadar")).toMatchObject({ sensor_id: "birch-approach", until_ms: NOW_MS + 60_000 });
  expect(begins("SlipInject")).toMatchObject({ inject_id: "call", time_ms: 1_500_000 });
  expect(begins("FreeInject").inject_id).toBe("later");
  expect(begins("CloneInject").clone_id).toBe("call-2");
  expect(begins("SendMessage").subject).toBe("LaunchReport");
  expect(begins("Say", { to: "control", text: "mine" })).toMatchObject({ to: "control", text: "mine" });
});

const placed = (name: string) => ({ order: name, picture: desk.picture, me: desk.me.value, values: begins(name) });

test("where no plan is there, no battery is proposed: it would be refused", () => {
  const bare = roomOf({ ...(birch as Sections), plans: {} }, "birch", "node");
  expect(begun(kindOf("Fire"), bare).battery_id).toBe("");
});

test("another event brings its own areas along, and what was touched stays", () => {
  const [first, second] = [begins("SendPublicWarning", { event_id: "birch-e1" }), begins("SendPublicWarning", { event_id: "birch-e2" })];
  expect(first.areas).not.toEqual(second.areas);
  expect(begins("SendPublicWarning", { event_id: "birch-e2", areas: ["velmarune"] }).areas).toEqual(["velmarune"]);
});

test("each choice has a key of its own, a code one of its letters", () => {
  for (const name of names) {
    const offers = offersOf(kindOf(name), { ...placed(name), picture: OF_CONTROL.includes(name) ? control.picture : desk.picture });
    const keys = offers.map(({ key }) => key).filter((key) => key !== "");
    expect(new Set(keys).size, name).toBe(keys.length);
    expect(keys.length, name).toBe(offers.length);
  }
  const keyOf = (name: string, value: unknown) => offersOf(kindOf(name), placed(name)).find((offer) => offer.value === value)?.key;
  expect(["valid", "anomalous", "false", "under_assessment"].map((code) => keyOf("AssessEvent", code))).toEqual(["v", "a", "f", "u"]);
  expect(["normal", "raised", "full"].map((code) => keyOf("SetAlert", code))).toEqual(["n", "r", "f"]);
  expect(keyOf("Fire", 2)).toMatch(/^[0-9a-z]$/);
});

test("every doctrine of the pack is offered", () => {
  const offered = offersOf(kindOf("SetDoctrine"), placed("SetDoctrine")).map(({ value }) => value);
  expect(offered.sort()).toEqual(Object.keys(birch.doctrines).sort());
});

test("an offer is taken into its field, also within a group; of a list it is put in and taken out", () => {
  const advise = begins("Advise");
  const offer = offersOf(kindOf("Advise"), { ...placed("Advise"), values: advise }).filter(({ path }) => path === "advisory.cause")[1];
  expect(withOffer(advise, "advisory.cause", offer?.value)).toMatchObject({ advisory: { cause: CAUSES[1]?.en, from_ms: NOW_MS } });
  const tick = offersOf(kindOf("SendPublicWarning"), placed("SendPublicWarning")).find(({ path, isChosen }) => path === "areas" && isChosen);
  expect(tick?.value).not.toContain(placed("SendPublicWarning").values.areas);
});

test("arrows bring stock phrases, and never over one's own words", () => {
  const phrases = ["one", "two"];
  expect([nextPhrase(phrases, "", 1), nextPhrase(phrases, "one", 1), nextPhrase(phrases, "two", 1), nextPhrase(phrases, "", -1)]).toEqual(["one", "two", "one", "two"]);
  expect(nextPhrase(phrases, "my own", 1)).toBeNull();
  for (const phrase of [...REQUESTS, ...REPLIES, ...REASONS, ...CAUSES]) for (const name of LANGUAGES) expect(phrase[name].length).toBeGreaterThan(1);
});
