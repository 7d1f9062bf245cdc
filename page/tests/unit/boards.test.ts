import { expect, test, vi } from "vitest";
import { actsOf } from "../../src/boards/acts";
import { decisionOf } from "../../src/boards/decisions";
import { messageOf, shownOf } from "../../src/boards/messages";
import { byUrgency, originOf } from "../../src/boards/order";
import { fateOf } from "../../src/orders/giving";
import { bearing, latLon } from "../../src/parts/measures";
import { countdown, exerciseTime, urgency, zulu } from "../../src/parts/times";
import type { EventItem } from "../../src/stream/sections";
import birch from "../frames/birch.900s.json";

vi.hoisted(() => {
  vi.stubGlobal("localStorage", { getItem: () => "en" }); // words are chosen by what the browser has kept
});

const line = (kind: string, body: Record<string, unknown>) => ({ seq: 1, time_ms: 5000, node: "birch", kind, body });
const REPORT = { type: "LaunchReport", event_id: "alder-r1", launch_time_ms: 300_000, impact_area: null, matched_notification: null };
const delivery = line("Delivery", {
  msg_id: "alder-birch#1",
  link_id: "alder-birch",
  message: { originator: "alder", msg_type: "report", agreement_version: "test/1", released_ms: 4000, payload: REPORT, provenance: [] },
});

test("a countdown shows 0:00 when it is due, and counts on after it", () => {
  expect([61_000, 60_001, 1, 0, -12_000].map((left) => countdown(left, 0))).toEqual(["1:01", "1:01", "0:01", "0:00", "+0:12"]);
  expect(countdown(3_725_000, 0)).toBe("1:02:05");
  expect([-1, 59_999, 60_000, 240_000].map((left) => urgency(left, 0))).toEqual(["past", "now", "soon", "calm"]);
});

test("times are those of the exercise, whatever the zone of the computer", () => {
  expect(exerciseTime(240_000)).toBe("T+4:00");
  expect(zulu(Date.UTC(2031, 2, 21, 4, 9, 31))).toBe("04:09:31Z");
});

test("directions and places are written as on a chart", () => {
  expect([0, Math.PI / 2, -0.01, 2 * Math.PI].map(bearing)).toEqual(["000°", "090°", "359°", "000°"]);
  expect(latLon(-0.5, 1)).toBe("28.65°S 57.30°E");
});

test("a withheld field is told from one that is empty", () => {
  const message = messageOf(delivery);
  expect(message).toMatchObject({ way: "received", partner: "alder", payload: "LaunchReport", subject: "alder-r1" });
  expect(shownOf("LaunchReport", "impact_area", null, ["launch_time_ms"])).toBe("withheld");
  expect(shownOf("LaunchReport", "impact_area", null, ["impact_area"])).toBe("empty");
  expect(shownOf("LaunchReport", "impact_area", null, null)).toBe("empty");
  expect(shownOf("LaunchReport", "launch_time_ms", 0, [])).toBe("value");
  expect(shownOf("PublicWarning", "impact_time_ms", null, [])).toBe("empty");
});

test("a message lights the lines of the agreement that acted on it", () => {
  const terms = { version: "test/1", granted: ["launch_time_ms", "matched_notification"], coarsened: [] };
  expect(actsOf(delivery, terms)).toEqual([
    { line: "hear launch_time_ms", did: "released", timeMs: 5000 },
    { line: "hear impact_area", did: "withheld", timeMs: 5000 },
  ]);
  expect(actsOf(delivery, { ...terms, coarsened: ["launch_time_ms"] })[0]?.did).toBe("coarsened");
  expect(actsOf(delivery, { ...terms, version: "test/2" })).toEqual([]);
  const held = line("Refusal", { originator: "birch", to: "alder", payload_kind: "AlertState", subject_id: "", reason: "agreement is suspended" });
  expect(actsOf(held, terms)).toEqual([{ line: "tell alert_state", did: "withheld", timeMs: 5000 }]);
});

test("decisions are orders with their reasons; reading is none", () => {
  const order = { cell: "commander", action: { type: "SetAlert", level: "full" }, reason: "two sources", decided_by: "human", order_id: "birch-1/4" };
  expect(decisionOf(line("Order", order))).toMatchObject({ what: "SetAlert", cell: "commander", reason: "two sources", isRefused: false });
  expect(decisionOf(line("OrderRefused", { order, reason: "is so already" }))).toMatchObject({ isRefused: true, refusal: "is so already", reason: "two sources" });
  expect(decisionOf(line("Order", { ...order, action: { type: "MarkRead", item_id: "x" } }))).toBeNull();
  expect(decisionOf(delivery)).toBeNull();
  expect(fateOf(line("OrderRefused", { order, reason: "no" }))).toEqual({ orderId: "birch-1/4", why: "no", phase: "refused" });
});

test("what comes down first stands on top, what is nothing at the bottom", () => {
  const events = Object.entries(birch.events as unknown as Record<string, EventItem>);
  const [first] = events;
  if (first === undefined) throw new Error("no event");
  const nothing: [string, EventItem] = ["x", { ...first[1], assessment: "false" }];
  const sorted = byUrgency([nothing, ...events]);
  expect(sorted.at(-1)?.[0]).toBe("x");
  const impacts = sorted.slice(0, -1).map(([, event]) => event.impact?.time_ms ?? Infinity);
  expect(impacts).toEqual([...impacts].sort((one, other) => one - other));
  expect(originOf({ ...first[1], own_sources: [], received_sources: ["alder.s1"] })).toBe("received");
  expect(originOf({ ...first[1], own_sources: ["birch.s1"], received_sources: ["alder.s1"] })).toBe("fused");
});
