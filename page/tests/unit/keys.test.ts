import { expect, test } from "vitest";
import { pressed, RESERVED, type KeyContext } from "../../src/room/keys";

const CONTEXT: KeyContext = { rowCount: 3, rowAt: -1, verbs: ["v", "a"], boards: new Map([["t", "traffic"]]) };

/** Press keys one after the other; the effects that came of them. */
function typed(keys: string, context = CONTEXT) {
  let prefix: "" | "g" = "";
  return [...keys].map((key) => {
    const answer = pressed(prefix, key, context);
    prefix = answer.prefix;
    return answer.effect;
  });
}

test("a digit picks a row that is there, and no other", () => {
  expect(typed("2")).toEqual([{ do: "pick", at: 1 }]);
  expect(typed("4")).toEqual([null]);
  expect(typed("0")).toEqual([null]);
});

test("a letter is a verb of the board; one that is none does nothing", () => {
  expect(typed("v")).toEqual([{ do: "verb", letter: "v" }]);
  expect(typed("z")).toEqual([null]);
});

test("g and a letter go to a board, even if the letter is a verb too", () => {
  const context = { ...CONTEXT, boards: new Map([["v", "traffic"]]) };
  expect(typed("gv", context)).toEqual([null, { do: "show", board: "traffic" }]);
  expect(typed("gzv")).toEqual([null, null, { do: "verb", letter: "v" }]);
});

test("escape drops, in the middle of a prefix too", () => {
  expect(pressed("g", "Escape", CONTEXT)).toEqual({ prefix: "", effect: { do: "drop" } });
});

test("arrows stop at both ends", () => {
  expect(pressed("", "ArrowDown", CONTEXT).effect).toEqual({ do: "pick", at: 0 });
  expect(pressed("", "ArrowDown", { ...CONTEXT, rowAt: 2 }).effect).toEqual({ do: "pick", at: 2 });
  expect(pressed("", "ArrowUp", { ...CONTEXT, rowAt: 0 }).effect).toEqual({ do: "pick", at: 0 });
  expect(pressed("", "ArrowUp", { ...CONTEXT, rowCount: 0 }).effect).toBeNull();
});

test("reserved letters are never verbs", () => {
  for (const key of RESERVED) {
    expect(pressed("", key, { ...CONTEXT, verbs: [key] }).effect?.do).not.toBe("verb");
  }
});
