import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import type { Answering } from "../orders/answering";
import type { Giving } from "../orders/giving";
import type { Values } from "../orders/values";
import type { Pick } from "../scene/scene";
import type { Room } from "../screens/room";
import type { Action } from "../server/seat";
import type { Phrase } from "../words/words";

/** One thing that can be done at a board: a letter, what it says, and the order that it makes of the picked row. */
export interface Verb {
  letter: string;
  /** The order's name: a verb is shown to those who may give it. */
  type: string;
  says: Phrase;
  /** What it is one of, where several stand together: assess valid, anomalous, false. */
  group?: Phrase;
  /** Return the order; null where this row has none. `null` row: nothing is picked. */
  make: (row: Pick | null) => Action | null;
  /** Whether it is asked for even by a click: what it does is not taken back. */
  isGrave?: boolean;
  /** Whether the order's form opens, filled as far as known. */
  isForm?: boolean;
}

/** What the board that has the keyboard lists. */
export interface RowSet {
  board: string;
  rows: readonly Pick[];
  verbs: readonly Verb[];
}

/** A verb that waits for Enter. */
export interface Armed {
  board: string;
  verb: Verb;
  row: Pick | null;
  action: Action;
}

export interface FormAsked {
  order: string;
  values: Values;
}

/** What this browser's own desk looks like: which boards are shown, which has the keyboard, what waits for Enter. */
export interface Desk {
  room: Room;
  giving: Giving;
  answering: Answering;
  /** Name of the board that has the keyboard. */
  active: Signal<string>;
  rowSets: Signal<ReadonlyMap<string, RowSet>>;
  armed: Signal<Armed | null>;
  form: Signal<FormAsked | null>;
  /** Names of the orders that the roles held may give. */
  mine: ReadonlySignal<ReadonlySet<string>>;
}

export function makeDesk(room: Room, giving: Giving, answering: Answering): Desk {
  return {
    room,
    giving,
    answering,
    active: signal(""),
    rowSets: signal<ReadonlyMap<string, RowSet>>(new Map()),
    armed: signal<Armed | null>(null),
    form: signal<FormAsked | null>(null),
    mine: computed(() => new Set(room.me.value.roles.flatMap((role) => room.me.value.may_order[role] ?? []))),
  };
}

const Here = createContext<Desk | null>(null);
export const DeskOf = Here.Provider;

export function useDesk(): Desk {
  const desk = useContext(Here);
  if (desk === null) throw new Error("a board is drawn without a desk");
  return desk;
}

export const samePick = (one: Pick | null, other: Pick | null): boolean =>
  one !== null && other !== null && one.section === other.section && one.key === other.key;

export interface Rows {
  /** The digit of a row while its board has the keyboard, else ''. */
  digitOf: (key: string) => string;
  picked: Pick | null;
  pick: (row: Pick) => void;
  /** The verbs that this seat may give. */
  verbs: readonly Verb[];
}

/** Tell the keyboard what a board lists, in the order shown, and what can be done with it. */
export function useRows(board: string, rows: readonly Pick[], verbs: readonly Verb[]): Rows {
  const desk = useDesk();
  const mine = verbs.filter((verb) => desk.mine.value.has(verb.type));
  const told = JSON.stringify(rows) + mine.map((verb) => verb.letter).join("");
  const held = useRef<RowSet>({ board, rows, verbs: mine });
  Object.assign(held.current, { rows, verbs: mine }); // verbs are made anew at each drawing, and must not be old ones
  useLayoutEffect(() => {
    desk.rowSets.value = new Map(desk.rowSets.peek()).set(board, held.current);
  }, [told]);
  useLayoutEffect(
    () => () => {
      const left = new Map(desk.rowSets.peek());
      left.delete(board);
      desk.rowSets.value = left;
    },
    [],
  );
  const isActive = desk.active.value === board;
  return {
    digitOf: (key) => {
      const at = rows.findIndex((row) => row.key === key);
      return isActive && at >= 0 && at < 9 ? String(at + 1) : "";
    },
    picked: desk.room.picked.value,
    pick: (row) => {
      desk.room.picked.value = samePick(desk.room.picked.value, row) ? null : row;
    },
    verbs: mine,
  };
}

/** Return the row of a board that is picked, or null. */
export function pickedRow(desk: Desk, board: string): Pick | null {
  const picked = desk.room.picked.value;
  const set = desk.rowSets.value.get(board);
  return set?.rows.find((row) => samePick(row, picked)) ?? null;
}

/** Do a verb: its form opens, or it waits for Enter, or, by a click on what can be taken back, it is given at once. */
export function doVerb(desk: Desk, board: string, verb: Verb, row: Pick | null, isClick: boolean): void {
  const action = verb.make(row);
  if (action === null) return;
  if (verb.isForm === true) {
    const { type, ...values } = action;
    desk.form.value = { order: type, values };
  } else if (isClick && verb.isGrave !== true) {
    void desk.giving.order(tagOf(board, verb, row), action);
  } else {
    desk.armed.value = { board, verb, row, action };
  }
}

/** Return the tag under which a control's newest order is remembered. */
export const tagOf = (board: string, verb: Verb, row: Pick | null): string => `${board}/${row?.key ?? ""}/${verb.letter}`;
