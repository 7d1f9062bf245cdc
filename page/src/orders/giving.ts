import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { Refused, UNREACHABLE } from "../server/api";
import { give, type Action, type Me } from "../server/seat";
import type { Line } from "../stream/frames";
import type { Picture } from "../stream/picture";

/**
 * How far an order has come: `accepted` it waits for the next tick, `done` it took effect, `refused` by the door or,
 * a tick later, by the engine.
 */
export type Phase = "sending" | "accepted" | "done" | "refused" | "unreachable";

export interface Given {
  phase: Phase;
  /** The server's own words. */
  why: string;
  orderId: string;
  type: string;
}

export interface Giving {
  /** What became of the newest order of each control, by the control's tag. */
  given: ReadonlySignal<ReadonlyMap<string, Given>>;
  /** Give an order for a control; true where it was accepted. */
  order: (tag: string, action: Action, reason?: string) => Promise<boolean>;
  /** Say of a control that its order cannot be sent, and why. */
  refuse: (tag: string, type: string, why: string) => void;
  stop: () => void;
}

/** Return what a record says of an order of a person: its id, and why it was refused. */
export function fateOf(line: Line): { orderId: string; why: string; phase: "done" | "refused" } | null {
  if (line.kind === "OrderRefused") {
    const order = line.body.order as { order_id?: string } | undefined;
    return { orderId: order?.order_id ?? "", why: String(line.body.reason ?? ""), phase: "refused" };
  }
  if (line.kind === "Order") return { orderId: String(line.body.order_id ?? ""), why: "", phase: "done" };
  return null;
}

/** Return the roles that have given an order that waits for another one's: who holds both gives it in the other. */
export function gaveIt(action: Action, picture: Picture): readonly string[] {
  if (action.type !== "SendPublicWarning") return [];
  return picture.section("unsent_warnings").value.get(String(action["event_id"] || "-"))?.cells ?? [];
}

/** Give orders, and follow what becomes of them in the records.  `answeredBy`: the id of what an order answers. */
export function startGiving(me: ReadonlySignal<Me>, picture: Picture, answeredBy: (action: Action) => string): Giving {
  const given = signal<ReadonlyMap<string, Given>>(new Map());
  let seen = picture.seq.value;
  const put = (tag: string, item: Given): void => {
    given.value = new Map(given.value).set(tag, item);
  };
  const settle = (line: Line): void => {
    const fate = fateOf(line);
    if (fate === null || fate.orderId === "") return;
    for (const [tag, item] of given.value) {
      // a refused order is journaled as Order and as OrderRefused: the refusal counts, whichever is read last
      if (item.orderId === fate.orderId && item.phase !== "refused") put(tag, { ...item, phase: fate.phase, why: fate.why });
    }
  };
  const stop = effect(() => {
    const lines = picture.records.value;
    for (const line of lines) if (line.seq > seen) settle(line);
    seen = lines.at(-1)?.seq ?? seen;
  });
  const order = async (tag: string, action: Action, reason = ""): Promise<boolean> => {
    const type = action.type;
    put(tag, { phase: "sending", why: "", orderId: "", type });
    try {
      const answer = await give(me.value, action, answeredBy(action), reason, gaveIt(action, picture));
      put(tag, { phase: "accepted", why: "", orderId: answer.order_id, type });
      for (const line of picture.records.value.slice(-20)) settle(line); // the tick may have been quicker than the answer
      return true;
    } catch (error) {
      const isGone = error instanceof Refused && error.status === UNREACHABLE;
      put(tag, { phase: isGone ? "unreachable" : "refused", why: error instanceof Error ? error.message : "", orderId: "", type });
      return false;
    }
  };
  const refuse = (tag: string, type: string, why: string): void => put(tag, { phase: "refused", why, orderId: "", type });
  return { given, order, refuse, stop };
}
