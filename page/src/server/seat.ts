import { get, post } from "./api";

/** What a seat is: whose, which roles it holds and may take, which orders each role held may give. */
export interface Me {
  seat_id: string;
  nation: string;
  node: string;
  side: "nation" | "joint" | "control" | "observer";
  host: string;
  roles: string[];
  may_take: string[];
  may_order: Record<string, string[]>;
}

export interface OrderAnswer {
  answer: "accepted" | "known";
  order_id: string;
}

/** An order's action: its `type` is the order's name, the rest its fields. */
export interface Action {
  type: string;
  [field: string]: unknown;
}

export const whoAmI = (): Promise<Me> => get<Me>("/me");

/** Return the first role held that may give an order, one that has not given it already if there is such a one; or null. */
export function roleFor(me: Me, type: string, gaveIt: readonly string[] = []): string | null {
  const able = me.roles.filter((role) => me.may_order[role]?.includes(type));
  return able.find((role) => !gaveIt.includes(role)) ?? able[0] ?? null;
}

let newest = 0;

/** Return a number that this seat has not used: by the computer's clock, so that a page loaded again goes on higher. */
function nextNumber(): number {
  newest = Math.max(newest + 1, Date.now());
  return newest;
}

/**
 * Give an order in the first role held that may give it.
 *
 * Throws `Refused` with the server's reason.  `inReplyTo`: id of what it answers; `gaveIt`: roles that have given it.
 */
export function give(me: Me, action: Action, inReplyTo = "", reason = "", gaveIt: readonly string[] = []): Promise<OrderAnswer> {
  return post<OrderAnswer>("/orders", {
    number: nextNumber(),
    node: me.node,
    role: roleFor(me, action.type, gaveIt) ?? me.roles[0] ?? "",
    action,
    in_reply_to: inReplyTo,
    reason,
  });
}
