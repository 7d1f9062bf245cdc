import { expect, test, vi } from "vitest";
import { lettersOf } from "../../src/orders/letters";
import { orderKinds, type Field, type OrderKind, type Schemas } from "../../src/orders/schema";
import { actionOf, emptyValues, faultsOf } from "../../src/orders/values";
import { ABOUTS } from "../../src/words/abouts";
import { TERMS } from "../../src/words/terms";
import described from "../api/orders.json";

vi.hoisted(() => {
  vi.stubGlobal("localStorage", { getItem: () => "en" }); // words are chosen by what the browser has kept
});

const KINDS = orderKinds(described as unknown as Schemas);
const kind = (name: string): OrderKind => {
  const found = KINDS.find((known) => known.name === name);
  if (found === undefined) throw new Error(`no order ${name}`);
  return found;
};
const field = (of: OrderKind, name: string): Field => {
  const found = of.fields.find((known) => known.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
};

/** The names of a field and of all that is in it, and the codes that may be chosen. */
function codesOf(field: Field): string[] {
  switch (field.kind) {
    case "choice":
      return [field.name, ...field.options];
    case "list":
      return [field.name, ...codesOf(field.of)];
    case "group":
      return [field.name, ...field.fields.flatMap(codesOf)];
    case "one":
      return [field.name, ...field.of.flatMap((kind) => [kind.name, ...kind.fields.flatMap(codesOf)])];
    case "fixed":
      return [];
    default:
      return [field.name];
  }
}

test("every order of the server has a form, a letter and a name in three languages", () => {
  const names = KINDS.map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(35);
  for (const name of names) expect(TERMS[name], name).toBeDefined();
  const ofControl = names.filter((name) => name.endsWith("Inject"));
  const ofNation = names.filter((name) => !ofControl.includes(name));
  expect([...lettersOf(ofNation).values()].sort()).toEqual([...ofNation].sort());
  expect(lettersOf([...ofControl, "Say", "MarkRead", "SignHandover"]).size).toBe(ofControl.length + 3);
});

test("what each order is, is said in three languages, and the English is what the server says", () => {
  expect(Object.fromEntries(KINDS.map(({ name, about }) => [name, about]))).toEqual(Object.fromEntries(Object.entries(ABOUTS).map(([name, { en }]) => [name, en])));
});

test("every field of every form, and every choice, has its word in three languages", () => {
  const codes = new Set(KINDS.flatMap(({ fields }) => fields.flatMap(codesOf)));
  expect(codes.size).toBeGreaterThan(120);
  expect([...codes].filter((code) => TERMS[code] === undefined)).toEqual([]);
});

test("fields are what their schema says", () => {
  expect(field(kind("AssessEvent"), "assessment")).toMatchObject({ kind: "choice", isRequired: true });
  expect(field(kind("Fire"), "interceptors")).toMatchObject({ kind: "number", isWhole: true, fallback: 0 });
  expect(field(kind("SendPublicWarning"), "areas")).toMatchObject({ kind: "list", of: { kind: "text" } });
  expect(field(kind("Say"), "is_request")).toMatchObject({ kind: "flag" });
  const terms = field(kind("SignAmendment"), "terms");
  expect(terms.kind).toBe("group");
  const expiry = terms.kind === "group" ? terms.fields.find(({ name }) => name === "expiry_ms") : undefined;
  expect(expiry).toMatchObject({ kind: "number", isNullable: true });
  const advisory = field(kind("Advise"), "advisory");
  expect(advisory.kind === "group" && advisory.fields[0]).toMatchObject({ kind: "fixed", value: "AnomalyAdvisory" });
});

test("an order filled with nothing but what it begins with names what is missing", () => {
  const fire = kind("Fire");
  const { faults } = actionOf(fire, emptyValues(fire.fields));
  expect(faults.map((fault) => `${fault.field} ${fault.code}`)).toEqual(["event_id missing", "battery_id missing"]);
  const whole = actionOf(fire, { ...emptyValues(fire.fields), event_id: "birch-e1", battery_id: "north" });
  expect(whole.faults).toEqual([]);
  expect(whole.action).toEqual({ type: "Fire", event_id: "birch-e1", battery_id: "north", object_name: "", interceptors: 0 });
});

test("a public warning without an event is one", () => {
  const warn = kind("SendPublicWarning");
  expect(actionOf(warn, { type: "SendPublicWarning", event_id: "", areas: ["taroviel"] }).faults).toEqual([]);
});

test("bounds are told before anything is sent", () => {
  const text = field(kind("Say"), "text");
  expect(faultsOf(text, "x".repeat(1_000_000))).toEqual([{ field: "text", code: "too_long", bound: "2000" }]);
  expect(faultsOf(text, "<script>alert(1)</script>\nمرحبا")).toEqual([]);
  expect(faultsOf(text, "a\u0000b")).toMatchObject([{ code: "control_letters" }]);
  expect(faultsOf(text, "a\u202eb")).toMatchObject([{ code: "control_letters" }]);
  const number: Field = { ...field(kind("Fire"), "interceptors"), kind: "number", isWhole: true, min: 0, max: 9 };
  expect([1.5, 12, -1, NaN, ""].map((value) => faultsOf(number, value)[0]?.code)).toEqual(["not_whole", "above", "below", "not_a_number", "missing"]);
});
