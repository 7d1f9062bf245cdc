import { expect, test, vi } from "vitest";
import { BOARD_KINDS, boardsFor } from "../../src/boards/boards";
import { changeable, minutesOf, standingOf, type ClearItem } from "../../src/server/hot_wash";
import { FACT_WORDS, FAMILY_WORDS, HOT_WASH, LESSON_STATES } from "../../src/words/hot_wash";
import { LANGUAGES } from "../../src/words/words";

vi.hoisted(() => {
  vi.stubGlobal("localStorage", { getItem: () => "en" }); // words are chosen by what the browser has kept
});

const item = (more: Partial<ClearItem>): ClearItem => ({ audience: "joint", item: "warnings", is_truth: false, is_mine: true, cleared_by: [], is_released: false, ...more });

test("what is cleared waits until all have cleared it", () => {
  expect(standingOf(item({}), "alder")).toBe("not_cleared");
  expect(standingOf(item({ cleared_by: ["alder"] }), "alder")).toBe("waits");
  expect(standingOf(item({ cleared_by: ["birch"] }), "alder")).toBe("not_cleared");
  expect(standingOf(item({ cleared_by: ["birch"], is_mine: false }), "control")).toBe("waits");
  expect(standingOf(item({ cleared_by: ["alder"], is_released: true }), "alder")).toBe("released");
});

test("all at once clears what is mine and not cleared by me, and takes back what is", () => {
  const items = [
    item({ item: "warnings", cleared_by: ["alder"] }),
    item({ item: "tracks", cleared_by: ["birch"] }),
    item({ item: "flights", is_mine: false }),
    item({ item: "launches", audience: "parties" }),
  ];
  expect(changeable(items, "joint", "alder", false)).toEqual(["tracks"]);
  expect(changeable(items, "joint", "alder", true)).toEqual(["warnings"]);
});

test("a minute begun is a minute left, and a minute late", () => {
  expect([60_000, 60_001, 1, -1, -60_000].map(minutesOf)).toEqual([1, 2, 1, 1, 1]);
});

test("who clears finds the disclosure board, and nobody else; a visitor is told what went out", () => {
  const names = (sees: "node" | "truth" | "none", roles: string[], place: "first" | "second") => boardsFor(BOARD_KINDS, sees, roles, place).map(({ name }) => name);
  expect(names("node", ["disclosure_officer"], "first")[0]).toBe("disclosure");
  expect(names("node", ["commander"], "first")).not.toContain("disclosure");
  expect(names("truth", ["observer_trainer"], "first")).not.toContain("disclosure");
  expect(names("truth", ["director"], "first")).toContain("disclosure");
  expect(names("node", ["public_affairs"], "second")[0]).toBe("statement");
  expect(names("none", ["visitor"], "second")).toContain("statement");
  expect(names("none", ["visitor"], "second")).not.toContain("lessons");
});

test("every board has a letter of its own", () => {
  const letters = BOARD_KINDS.map(({ hotKey }) => hotKey);
  expect(new Set(letters).size).toBe(letters.length);
});

test("every phrase is there in every language, with the same values to put in", () => {
  for (const phrase of [HOT_WASH, FACT_WORDS, FAMILY_WORDS, LESSON_STATES].flatMap((words) => Object.values(words))) {
    const slots = LANGUAGES.map((language) => [...phrase[language].matchAll(/\{\w+\}/g)].map(String).sort().join());
    expect(new Set(slots).size, phrase.en).toBe(1);
    expect(LANGUAGES.every((language) => phrase[language] !== "")).toBe(true);
  }
});
