import { useEffect, useRef } from "preact/hooks";
import { BAR_ID } from "../orders/CommandBar";
import { doVerb, pickedRow, samePick, type Desk, type RowSet } from "./desk";
import { isTyping, pressed, type Effect, type KeyContext, type Prefix } from "./keys";
import { openDialog } from "./OtherDialogs";

export interface KeyActions {
  /** Boards that can be gone to, by the letter after `g`. */
  boards: ReadonlyMap<string, string>;
  show: (board: string) => void;
  next: () => void;
  toggleMap: () => void;
}

const WAITS_MS = 2000; // how long keys wait for the board that they are for

/** Listen to the keyboard for as long as the room is there. */
export function useKeys(desk: Desk, actions: KeyActions): void {
  const now = useRef(actions);
  now.current = actions;
  useEffect(() => {
    let prefix: Prefix = "";
    let early: { key: string; atMs: number }[] = [];
    const take = (key: string): boolean => {
      const set = desk.rowSets.value.get(desk.active.value);
      const answer = pressed(prefix, key, contextOf(desk, set, now.current));
      prefix = answer.prefix;
      if (answer.effect !== null) perform(answer.effect, desk, set, now.current);
      return answer.effect !== null;
    };
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target, event.key.startsWith("Arrow"))) return;
      const isThere = desk.rowSets.value.has(desk.active.value);
      if (take(event.key)) event.preventDefault();
      else if (!isThere && prefix === "" && event.key.length === 1) early.push({ key: event.key, atMs: event.timeStamp });
    };
    // a hand may be quicker than a board is drawn: what it typed is done when the board is there
    const stop = desk.rowSets.subscribe((sets) => {
      if (early.length === 0 || !sets.has(desk.active.peek())) return;
      const keys = early.filter(({ atMs }) => performance.now() - atMs < WAITS_MS);
      early = [];
      setTimeout(() => keys.forEach(({ key }) => take(key)));
    });
    document.addEventListener("keydown", listen);
    return () => {
      stop();
      document.removeEventListener("keydown", listen);
    };
  }, [desk]);
}

function contextOf(desk: Desk, set: RowSet | undefined, actions: KeyActions): KeyContext {
  const row = set === undefined ? null : pickedRow(desk, set.board);
  return {
    rowCount: set?.rows.length ?? 0,
    rowAt: set?.rows.findIndex((known) => samePick(known, row)) ?? -1,
    verbs: set?.verbs.map((verb) => verb.letter) ?? [],
    boards: actions.boards,
  };
}

function perform(effect: Effect, desk: Desk, set: RowSet | undefined, actions: KeyActions): void {
  switch (effect.do) {
    case "pick":
      desk.room.picked.value = set?.rows[effect.at] ?? null;
      break;
    case "verb":
      verbByKey(desk, set, effect.letter);
      break;
    case "show":
      actions.show(effect.board);
      break;
    case "orders":
      desk.form.value = { order: "", values: {} };
      break;
    case "help":
      openDialog.value = "help";
      break;
    case "command":
      document.getElementById(BAR_ID)?.focus();
      break;
    case "map":
      actions.toggleMap();
      break;
    case "next":
      actions.next();
      break;
    case "drop":
      if (desk.armed.value !== null) desk.armed.value = null;
      else desk.room.picked.value = null;
      break;
  }
}

/** Do the first verb of a letter that has an order for the picked row. */
function verbByKey(desk: Desk, set: RowSet | undefined, letter: string): void {
  if (set === undefined) return;
  const row = pickedRow(desk, set.board);
  const verb = set.verbs.find((known) => known.letter === letter && known.make(row) !== null);
  if (verb !== undefined) doVerb(desk, set.board, verb, row, false);
}
