import { expect, test, vi } from "vitest";
import { sceneOf } from "../../src/scene/build";
import { isDenied } from "../../src/scene/plans";
import type { Mark } from "../../src/scene/scene";
import { NO_TRAILS } from "../../src/scene/trails";
import type { Sections } from "../../src/stream/frames";
import type { Picture } from "../../src/stream/picture";
import type { PlanItem } from "../../src/stream/sections";
import alder from "../frames/alder.deconflicted.900s.json";
import birch from "../frames/birch.540s.json";
import { pictureOf } from "../stories/pictures";
import { richer } from "../stories/richer";

vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
const { cardOf } = await import("../../src/map/card/make");
const { TABLES } = await import("../../src/map/tables/all");
const { labelled } = await import("../../src/words/places");

const PLAN = "birch-e1/birch-e1.1/taroviel-upper";
const frame = birch as unknown as Sections;
const plans = frame.plans as Record<string, PlanItem>;
const marksOf = (picture: Picture): Mark[] => [...sceneOf(picture, null, NO_TRAILS).marks.filter((mark) => mark.layer === "plans")];
const idsOf = (picture: Picture): string[] => marksOf(picture).map((mark) => mark.id);
const own = pictureOf("birch", frame, 540_000);
const partner = pictureOf("alder", alder as unknown as Sections, 900_000);
const fired = (state: string): Sections => {
  const items = Object.entries((alder as unknown as Sections).partner_engagements ?? {});
  return { ...(alder as unknown as Sections), partner_engagements: Object.fromEntries(items.map(([key, item]) => [key, { ...(item as object), state }])) };
};

test("an own plan leads from its battery to where it meets", () => {
  const line = marksOf(own).find((mark) => mark.id === `plan/${PLAN}`);
  if (line?.shape !== "line") throw new Error("no line");
  const battery = birch.batteries["taroviel-upper"];
  expect(line.origin).toBe("own");
  expect(line.points[0]?.[0]).toBeCloseTo((battery.lon_rad * 180) / Math.PI, 6);
  expect(line.points.at(-1)?.[2]).toBeCloseTo(plans[PLAN]?.aim.alt_m ?? 0, 0);
  expect(marksOf(own).find((mark) => mark.id === `meet/${PLAN}`)).toMatchObject({ look: "meet", label: expect.stringMatching(/^×1 −\d+:\d\d$/) });
});

test("what is only possible is not drawn, what is not yet approved or denied is faint", () => {
  const changed = (plan: Partial<PlanItem>, denials = {}): Picture =>
    pictureOf("birch", { ...frame, denials, plans: { ...plans, [PLAN]: { ...plans[PLAN], ...plan } } }, 540_000);
  const lookOf = (picture: Picture) => marksOf(picture).find((mark) => mark.id === `plan/${PLAN}`);
  expect(idsOf(changed({ proposed: 0, state: "able" }))).not.toContain(`plan/${PLAN}`);
  expect(lookOf(changed({}))).toMatchObject({ look: "plan" });
  expect(lookOf(changed({ state: "proposed" }))).toMatchObject({ look: "planFaint" });
  const denied = changed({}, { all: { event_id: "birch-e1", object_name: "", battery_id: "" } });
  expect(lookOf(denied)).toMatchObject({ look: "planFaint" });
  expect(isDenied(denied, { event_id: "birch-e2", object_name: "", battery_id: "" })).toBe(false);
  expect(TABLES.plans({ picture: denied, truth: null }).rows.filter((row) => row.facts.some((fact) => fact.text === "denied"))).toHaveLength(2);
});

test("a partner's engagement is a point, received, without a battery; when it is over it is gone", () => {
  expect(idsOf(partner).length).toBeGreaterThan(3);
  for (const mark of marksOf(partner)) expect(mark).toMatchObject({ shape: "ring", origin: "received", look: "meet" });
  const marks = marksOf(pictureOf("alder", fired("fired"), 900_000));
  for (const mark of marks) expect(mark).toMatchObject({ look: "meetFired", label: expect.stringContaining("birch ×") });
  expect(idsOf(pictureOf("alder", fired("killed"), 900_000))).toEqual([]);
});

test("what is meant of nothing we hold is placed nowhere, and is in the table all the same", () => {
  const items = Object.entries((alder as unknown as Sections).partner_engagements ?? {});
  const unknown = Object.fromEntries(items.map(([key, item]) => [key, { ...(item as object), own_event: "", own_object: "", meets: null }]));
  const picture = pictureOf("alder", { ...(alder as unknown as Sections), partner_engagements: unknown }, 900_000);
  expect(idsOf(picture)).toEqual([]);
  expect(TABLES.plans({ picture, truth: null }).rows).toHaveLength(items.length);
  expect(JSON.stringify(cardOf({ pick: { section: "partner_engagements", key: "birch/1" }, picture, truth: null }))).toContain("we hold no such object");
});

test("the card of a partner's engagement says who told it, and that the place is our own reckoning", () => {
  const card = cardOf({ pick: { section: "partner_engagements", key: "birch/1" }, picture: partner, truth: null });
  expect(card?.origin).toBe("received");
  expect(JSON.stringify(card)).toContain("own prediction");
  expect(card?.groups[0]?.lines.map((line) => line.text)).toContain("intended");
  expect(card?.groups.length).toBeGreaterThan(3); // with the event's own provenance
});

test("a shot that waits for its launch is drawn as ordered, without an interceptor", () => {
  const state = richer(frame, 540_000);
  const shots = state.shots as Record<string, object>;
  const [first] = Object.values(shots);
  const picture = pictureOf("birch", { ...state, shots: { s: { ...first, launch_ms: 550_000, intercept_ms: 600_000 } } }, 540_000);
  expect(idsOf(picture)).toEqual(expect.arrayContaining(["ordered/s", "meet/s"]));
  expect(sceneOf(picture, null, NO_TRAILS).marks.some((mark) => mark.id === "interceptor/s")).toBe(false);
});

test("a label names the nation as people do, and leaves other codes as they are", () => {
  expect(labelled("birch ×2 −6:55")).toBe("Birch ×2 −6:55");
  expect(labelled("birch-e1 −6:55")).toBe("birch-e1 −6:55");
  expect(labelled("taroviel-upper 24")).toBe("taroviel-upper 24");
});
