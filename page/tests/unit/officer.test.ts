import { createHash } from "node:crypto";
import { beforeAll, expect, test, vi } from "vitest";
import type { Line } from "../../src/stream/frames";

vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
let seal: typeof import("../../src/server/officer");
let watch: typeof import("../../src/screens/officer/useOfficer");
let marks: typeof import("../../src/screens/replay/marks");
beforeAll(async () => {
  seal = await import("../../src/server/officer");
  watch = await import("../../src/screens/officer/useOfficer");
  marks = await import("../../src/screens/replay/marks");
});

const revealed = {
  scenario_title: "",
  was_real: true,
  what: {},
  nonce: "5f1d",
  drawn: "button-2018",
  commitment: "",
  base_rate: 0.3,
  your_decisions: [],
  is_measured: false,
  doctrine_decisions: [],
  measures: [],
};

test("a seal holds for what was sealed and for nothing else", async () => {
  const commitment = createHash("sha256").update("button-20185f1d").digest("hex");
  expect(await seal.fits(revealed, commitment)).toBe(true);
  expect(await seal.fits({ ...revealed, drawn: "quiet-sky" }, commitment)).toBe(false);
});

test("the call that counts is the last assessment, not what was asked or warned", () => {
  const given = ["assess_false", "ask_partner", "assess_valid", "warn"].map((decision, place) => ({ decision, time_ms: place }));
  expect(watch.callOf(given)).toBe("assess_valid");
  expect(watch.callOf([])).toBe("");
  expect(watch.isRight("assess_valid", true)).toBe(true);
  expect(watch.isRight("assess_anomalous", false)).toBe(true);
  expect(watch.isRight("assess_false", true)).toBe(false);
});

test("a line of time marks the first of each matter and every change of alert", () => {
  const line = (seq: number, kind: string, body: Record<string, unknown>): Line => ({ seq, time_ms: seq * 1000, node: "birch", kind, body });
  const sent = (seq: number, kind: string): Line =>
    line(seq, "Envelope", { message: { msg_type: kind, payload: { type: "LaunchReport", event_id: "r1" } } });
  const book = new marks.Notebook();
  book.take([
    line(1, "LaunchWarning", { event_id: "e1" }),
    line(2, "LaunchWarning", { event_id: "e1" }),
    sent(3, "report"),
    sent(4, "update"),
    sent(5, "cancel"),
    line(6, "AlertChanged", { level: "raised" }),
    line(7, "AlertChanged", { level: "full" }),
    line(8, "Measured", {}),
  ]);
  expect(book.noted.map(({ name, about }) => `${name} ${about}`)).toEqual([
    "LaunchWarning e1",
    "Sent r1",
    "Sent r1",
    "AlertChanged raised",
    "AlertChanged full",
  ]);
});

test("what a mark is about is said in the language chosen", async () => {
  const { language } = await import("../../src/words/words");
  const said = ["alder-e2 valid", "raised", "taroviel, ossendray", "never-heard-of"].map((about) => () => marks.nameOf({ timeMs: 0, name: "Assessed", about }).split(" · ")[1]);
  expect(said.map((name) => name())).toEqual(["alder-e2 valid", "raised", "Taroviel, Ossendray", "never-heard-of"]);
  language.value = "ru";
  expect(said.map((name) => name())).toEqual(["alder-e2 подтверждён", "повышенная", "Таровиель, Оссендрей", "never-heard-of"]);
  language.value = "en";
});
