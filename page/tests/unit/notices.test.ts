import { expect, test, vi } from "vitest";
import { sceneOf } from "../../src/scene/build";
import { validityOf } from "../../src/scene/notices";
import type { Mark } from "../../src/scene/scene";
import { NO_TRAILS } from "../../src/scene/trails";
import type { Sections } from "../../src/stream/frames";
import birch from "../frames/birch.540s.json";
import { withNotices } from "../stories/announced";
import { pictureOf } from "../stories/pictures";

vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
const { cardOf } = await import("../../src/map/card/make");
const { TABLES } = await import("../../src/map/tables/all");

const NOW_MS = 540_000;
const picture = pictureOf("birch", withNotices(birch as unknown as Sections, NOW_MS), NOW_MS);
const marks = sceneOf(picture, null, NO_TRAILS).marks.filter((mark) => mark.layer === "notices");
const markOf = (id: string): Mark | undefined => marks.find((mark) => mark.id === id);

test("a notice is drawn as whose it is, and as its window stands to now", () => {
  expect(markOf("notices/alder-n1")).toMatchObject({ shape: "ring", origin: "received", look: "notice" });
  expect(markOf("notices/birch-n4")).toMatchObject({ origin: "own", look: "noticeLater" });
  expect(markOf("advisory/alder-a1")).toMatchObject({ look: "notice", pick: { section: "advisories", key: "alder-a1" } });
  expect([validityOf(1, 5, 0), validityOf(1, 5, 1), validityOf(1, 5, 5), validityOf(1, 5, 6)]).toEqual(["before", "open", "open", "past"]);
});

test("what is over or cancelled is not drawn, and a revision yet to be given is not a second notice", () => {
  expect(marks.map((mark) => mark.id)).toEqual([
    "notices/alder-n1", "notices/alder-n1/way", "notices/birch-n4", "notices/birch-n4/way",
    "notices_to_give/birch-n5/0", "notices_to_give/birch-n5/0/way", "advisory/alder-a1",
  ]);
});

test("the corridor leaves the area in the direction announced", () => {
  const way = markOf("notices/alder-n1/way");
  if (way?.shape !== "line") throw new Error("no corridor");
  const lons = way.points.map((point) => point[0]);
  const tip = way.points.find((point) => point[0] === Math.max(...lons));
  expect(tip?.[0]).toBeGreaterThan((0.9 * 180) / Math.PI + 5); // 1.2 rad from north: east by north-east
  expect(tip?.[1]).toBeGreaterThan((0.72 * 180) / Math.PI);
});

test("the table has every notice with its state, and the card says how we know", () => {
  const { heads, rows } = TABLES.notices({ picture, truth: null });
  const state = heads.findIndex((head) => head.id === "state");
  const states = Object.fromEntries(rows.map((row) => [row.pick.key, row.facts[state]?.text]));
  expect(states).toMatchObject({ "alder-n1": "window open", "birch-n4": "not yet open", "alder-n0": "window over", "cedar-n2": "cancelled" });
  const card = cardOf({ pick: { section: "notices", key: "birch-n4" }, picture, truth: null });
  expect(card?.origin).toBe("own");
  expect(JSON.stringify(card)).toContain("nothing yet"); // the sensor desk has not been told
  expect(cardOf({ pick: { section: "notices_to_give", key: "birch-n5/0" }, picture, truth: null })?.groups[0]?.lines[0]?.text).toBe("not given yet");
});
