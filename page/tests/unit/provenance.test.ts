import { expect, test, vi } from "vitest";
import { LAYERS } from "../../src/scene/scene";
import type { Sections } from "../../src/stream/frames";
import birch from "../frames/birch.900s.json";
import truthState from "../frames/truth.900s.json";
import { pictureOf } from "../stories/pictures";
import { richer } from "../stories/richer";
import { withNotices } from "../stories/announced";

vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
const { cardOf } = await import("../../src/map/card/make");
const { TABLES } = await import("../../src/map/tables/all");
const { CARD } = await import("../../src/words/map");

const state: Sections = withNotices(richer(birch as unknown as Sections, 900_000), 900_000);
const picture = pictureOf("birch", state, 900_000);
const truth = pictureOf("", truthState as unknown as Sections, 900_000);
const textOf = (section: string, key: string): string => JSON.stringify(cardOf({ pick: { section, key }, picture, truth }));

test("every layer's table has a fact for each heading, and rows that can be picked", () => {
  for (const layer of LAYERS) {
    const table = TABLES[layer]({ picture, truth });
    expect(table.rows.length, layer).toBeGreaterThan(0);
    for (const row of table.rows) {
      expect(row.facts).toHaveLength(table.heads.length);
      expect(row.facts.every((fact) => !fact.text.includes("NaN") && !fact.text.includes("undefined"))).toBe(true);
      expect(cardOf({ pick: row.pick, picture, truth }), `${layer} ${row.pick.key}`).not.toBeNull();
    }
  }
});

test("a track's card says who saw it, since when, and of what it is made", () => {
  const card = cardOf({ pick: { section: "tracks", key: "alder.r6" }, picture, truth: null });
  expect(card?.origin).toBe("fused");
  const seen = card?.groups.find((group) => group.title === CARD.seenBy);
  expect(seen?.lines.map((line) => line.term)).toEqual(["alder.r6", "birch.s3"]);
  expect(seen?.lines.map((line) => line.bar?.origin)).toEqual(["received", "own"]);
});

test("an event's card shows what the agreement withheld and made coarse in the report of this event alone", () => {
  const card = cardOf({ pick: { section: "events", key: "birch-e1" }, picture, truth: null });
  const heard = card?.groups.filter((group) => group.title === CARD.heard) ?? [];
  expect(heard).toHaveLength(1);
  const withheld = heard[0]?.lines.filter((line) => line.isWithheld) ?? [];
  expect(withheld.map((line) => line.text).join()).toContain("impact area");
  expect(withheld.map((line) => line.text).join()).toContain("1.0°");
});

test("a body of truth shows its launch, and a node's picture never does", () => {
  expect(textOf("bodies", "l1-payload")).toContain("Cedar");
  const key = "l1-payload";
  expect(cardOf({ pick: { section: "bodies", key }, picture, truth: null })).toBeNull();
});

test("what is there no more has no card", () => {
  expect(cardOf({ pick: { section: "tracks", key: "gone" }, picture, truth })).toBeNull();
});
