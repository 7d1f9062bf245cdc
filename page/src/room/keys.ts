/**
 * The keyboard of the room, as plain data: what a key does, given what the desk shows.
 *
 * Every order is three keys: a digit picks a row, a letter the verb, Enter confirms; or `n` for the
 * list of orders, the order's letter, and Enter in its form.
 */
export interface KeyContext {
  /** How many rows of the active board have a digit. */
  rowCount: number;
  /** Place of the row that is picked, -1 for none. */
  rowAt: number;
  /** Letters of the active board's verbs. */
  verbs: readonly string[];
  /** Boards by the letter after `g`. */
  boards: ReadonlyMap<string, string>;
}

export type Prefix = "" | "g";

export type Effect =
  | { do: "pick"; at: number }
  | { do: "verb"; letter: string }
  | { do: "show"; board: string }
  | { do: "orders" }
  | { do: "help" }
  | { do: "command" }
  | { do: "map" }
  | { do: "next" }
  | { do: "drop" };

export interface Pressed {
  prefix: Prefix;
  effect: Effect | null;
}

const MOST_DIGITS = 9;
/** Letters that mean the same on every board, and so are no verb's. */
export const RESERVED: ReadonlySet<string> = new Set(["g", "n", "h"]);

const done = (effect: Effect | null): Pressed => ({ prefix: "", effect });

export function pressed(prefix: Prefix, key: string, context: KeyContext): Pressed {
  if (key === "Escape") return done({ do: "drop" });
  if (prefix === "g") {
    const board = context.boards.get(key.toLowerCase());
    return done(board === undefined ? null : { do: "show", board });
  }
  return plain(key, context);
}

function plain(key: string, context: KeyContext): Pressed {
  switch (key) {
    case "g":
      return { prefix: "g", effect: null };
    case "n":
      return done({ do: "orders" });
    case "h":
      return done({ do: "map" });
    case "?":
      return done({ do: "help" });
    case "/":
    case ":":
      return done({ do: "command" });
    case "`":
      return done({ do: "next" });
    case "ArrowDown":
    case "ArrowUp":
      return done(stepped(key === "ArrowDown" ? 1 : -1, context));
  }
  if (/^[1-9]$/.test(key)) {
    const at = Number(key) - 1;
    return done(at < Math.min(context.rowCount, MOST_DIGITS) ? { do: "pick", at } : null);
  }
  return done(context.verbs.includes(key) ? { do: "verb", letter: key } : null);
}

function stepped(by: number, { rowAt, rowCount }: KeyContext): Effect | null {
  if (rowCount === 0) return null;
  const at = rowAt < 0 ? (by > 0 ? 0 : rowCount - 1) : Math.min(rowCount - 1, Math.max(0, rowAt + by));
  return { do: "pick", at };
}

/** Return whether keys are meant for what has the focus: words are being written, or a choice is being made. */
export function isTyping(target: EventTarget | null, arrows: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog") !== null) return true;
  if (target instanceof HTMLInputElement && target.type === "checkbox") return false; // a tick takes the space bar alone
  if (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) return true;
  return arrows && target.closest('[role="tablist"], .map-frame') !== null;
}
