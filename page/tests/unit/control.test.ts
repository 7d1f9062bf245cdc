import { expect, test, vi } from "vitest";
import { cellsOf } from "../../src/control/cells";
import { linkFault } from "../../src/control/faulting";
import { faultPlace, freeId, laidOut, reachMs, ticksOf, written, type Inject } from "../../src/control/injects";
import { waitSaid } from "../../src/control/waits";
import { language } from "../../src/words/words";
import { fits, nodeFor, wallOf } from "../../src/wall/access";
import type { Me } from "../../src/server/seat";

vi.hoisted(() => {
  vi.stubGlobal("localStorage", { getItem: () => "en" }); // words are chosen by what the browser has kept
});

const inject = (inject_id: string, next_ms: number, more: Partial<Inject> = {}): Inject => ({
  ...{ inject_id, next_ms, number: "", title: "", storyline: "", time_ms: -1, trigger: "", sender: "", to: [], means: "message", text: "" },
  ...{ effects: [], objective: "", expected: null, controller: "", evaluator_note: "", depends_on: [], contingency: "", status: "planned" as const },
  ...{ waits_for: [], fired_by: null, ...more },
});

test("injects stand on the line where they are due, in the lane of their storyline, tied to what they wait for", () => {
  const line = laidOut([inject("a", 600_000, { storyline: "one" }), inject("b", -1, { storyline: "two", depends_on: ["a", "gone"] })], 1_200_000);
  expect(line.lanes).toEqual(["one", "two"]);
  expect(line.marks.map(({ at, lane }) => [at, lane])).toEqual([[0.5, 0], [null, 1]]);
  expect(line.ties).toEqual([[0, 1]]);
});

test("the line reaches beyond the present and the last forecast, with a few round times on it", () => {
  expect(reachMs(0, [])).toBe(1_800_000);
  expect(reachMs(0, [10_000_000])).toBeGreaterThan(10_000_000);
  expect(ticksOf(1_800_000)).toEqual([0, 300_000, 600_000, 900_000, 1_200_000, 1_500_000, 1_800_000]);
  expect(ticksOf(90_000_000).length).toBeLessThan(9);
});

test("what became of an inject is not written again", () => {
  const again = written(inject("a", 5, { status: "skipped", fired_by: "time" }));
  expect(again).not.toHaveProperty("next_ms");
  expect(again).not.toHaveProperty("waits_for");
  expect(again.status).toBe("planned");
  expect(written(inject("a", 5, { status: "held" })).status).toBe("held");
});

test("an id that is taken is numbered on", () => {
  expect(freeId("a", [])).toBe("a");
  expect(freeId("a", ["a", "a-2"])).toBe("a-3");
});

test("a refusal belongs to the field that it names", () => {
  expect(faultPlace("trigger: no such word").field).toBe("trigger");
  expect(faultPlace("SensorOutage.sensor_id: there is no 'x'").field).toBe("effects");
  expect(faultPlace("LinkFault: delay_ms = -1").field).toBe("effects");
  expect(faultPlace("expected.within_ms = 0: must be above 0").field).toBe("expected");
  expect(faultPlace("text has 3000 characters: must be at most 2000").field).toBe("text");
  expect(faultPlace("No server answers.").field).toBe("");
});

test("a cut link loses everything, a slow one nothing", () => {
  expect(linkFault("cut", "a", "b", 60_000)).toMatchObject({ type: "LinkFault", source: "a", target: "b", for_ms: 60_000, loss: 1, delay_ms: 0 });
  expect(linkFault("slow", "a", "b", 1)).toMatchObject({ loss: 0, delay_ms: 20_000 });
});

test("a cell is played by whoever holds one of its roles, else by doctrine", () => {
  const roles = [
    { name: "commander", side: "nation", cell: "commander", sees: "node" },
    { name: "legal_adviser", side: "nation", cell: "", sees: "node" },
    { name: "fusion_cell", side: "joint", cell: "joint_cell", sees: "node" },
  ];
  const seat = { seat_id: "elm-1", name: "Ada", group: "elm", roles: ["commander"], granted: [], is_ready: true };
  expect(cellsOf(["elm", "dogwood", "joint"], [seat], roles)).toEqual([
    { node: "elm", cell: "commander", who: ["Ada"] },
    { node: "dogwood", cell: "commander", who: [] },
    { node: "joint", cell: "joint_cell", who: [] },
  ]);
});

test("a wall shows what its seat may see, and asks for no more", () => {
  const me = (side: Me["side"], node: string): Me => ({ seat_id: "s", nation: "", node, side, host: "", roles: [], may_take: [], may_order: {} });
  expect([wallOf("/wall"), wallOf("/wall/elm"), wallOf("/wall/joint")]).toEqual(["control", "elm", "joint"]);
  expect([nodeFor("control", me("observer", "")), nodeFor("elm", me("observer", "")), nodeFor("elm", me("nation", "elm"))]).toEqual(["", "elm", ""]);
  expect([fits("dogwood", me("nation", "elm")), fits("control", me("nation", "elm")), fits("elm", me("nation", "elm")), fits("elm", me("control", "truth"))]).toEqual([false, false, true, true]);
});

test("what an inject waits for is said in the language chosen", () => {
  const waits = ["by hand: held", "by hand", "after a", "at 00:10:00", "when first(Fire, elm)", "if nobody acts until 00:12:00", "if nobody answers a"];
  expect(waits.map(waitSaid)).toEqual(waits);
  language.value = "ru";
  expect(waits.map(waitSaid)).toContain("после a");
  expect(waitSaid("for the moon")).toBe("for the moon");
  language.value = "en";
});
