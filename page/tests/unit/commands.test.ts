import { expect, test, vi } from "vitest";
import { completions, kebab, parse } from "../../src/orders/commands";
import { sharedStart } from "../../src/orders/complete";
import { orderKinds, type Schemas } from "../../src/orders/schema";
import described from "../api/orders.json";

vi.hoisted(() => {
  vi.stubGlobal("localStorage", { getItem: () => "en" }); // words are chosen by what the browser has kept
});

const KINDS = orderKinds(described as unknown as Schemas);
const ALL = new Set(KINDS.map(({ name }) => name));
const read = (line: string) => parse(line, KINDS, ALL);

test("an order's verb is its name in kebab case", () => {
  expect(kebab("SendPublicWarning")).toBe("send-public-warning");
  expect(read("assess-event birch-e1 valid")).toMatchObject({ values: { event_id: "birch-e1", assessment: "valid" } });
});

test("words after the fields that must be given fill the others, or name them", () => {
  expect(read("fire birch-e1 north birch-e1.2 3")).toMatchObject({ values: { event_id: "birch-e1", battery_id: "north", object_name: "birch-e1.2", interceptors: 3 } });
  expect(read("fire birch-e1 north interceptors=2")).toMatchObject({ values: { object_name: "", interceptors: 2 } });
  expect(read("send-public-warning birch-e1 taroviel,velmarune")).toMatchObject({ values: { areas: ["taroviel", "velmarune"] } });
});

test("free words are taken as they stand", () => {
  expect(read('say birch  is_request=yes   we see  "two" objects')).toMatchObject({
    values: { to: "birch", is_request: true, text: 'we see  "two" objects' },
  });
  expect(read('say birch "a = b"')).toMatchObject({ values: { text: "a = b" } });
});

test("angles are given in degrees and times in seconds", () => {
  expect(read("cue-radar e1 south 180 10 5 600")).toMatchObject({ values: { azimuth_rad: Math.PI, until_ms: 600_000 } });
});

test("what is wrong is named", () => {
  expect(read("shoot e1")).toMatchObject({ code: "unknown_verb", name: "shoot" });
  expect(parse("fire e1 b", KINDS, new Set(["Say"]))).toMatchObject({ code: "not_yours", name: "fire" });
  expect(read("fire e1 b colour=red")).toMatchObject({ code: "unknown_field", name: "colour" });
  expect(read("set-alert full now")).toMatchObject({ code: "too_much", name: "now" });
  expect(read("fire e1 b o two")).toMatchObject({ code: "not_a_number", name: "interceptors", bound: "two" });
  expect(read("sign-amendment x")).toMatchObject({ code: "only_by_form" });
});

test("tab completes verbs, codes and ids, each in its place", () => {
  const choices = (field: { name: string }) => (field.name === "event_id" ? ["birch-e1", "birch-e2"] : []);
  const of = (line: string, mine = ALL) => completions(line, KINDS, mine, choices);
  expect(of("asse")).toEqual({ from: 0, options: ["assess-event"] });
  expect(of("assess-event ")).toEqual({ from: 13, options: ["birch-e1", "birch-e2"] });
  expect(of("assess-event birch-e1 an")).toEqual({ from: 22, options: ["anomalous"] });
  expect(of("set", new Set(["Say"])).options).toEqual([]);
  expect(sharedStart(["birch-e1", "birch-e2"])).toBe("birch-e");
});
