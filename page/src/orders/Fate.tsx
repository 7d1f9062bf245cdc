import { useDesk } from "../room/desk";
import { ORDERS } from "../words/orders";
import { ROOM } from "../words/room";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";
import type { Given } from "./giving";

/** The command bar, which also tells what became of a form's order. */
export const BAR = "bar";

/** What became of the newest order of a control, beside it. */
export function Fate({ tag }: { tag: string }) {
  const { giving, room } = useDesk();
  const given = giving.given.value.get(tag);
  if (given === undefined) return null;
  return (
    <span class={`fate is-${given.phase}`} role="status">
      {tag === BAR && `${term(given.type)}: `}
      {said(given, room.picture.clock.value.is_paused)}
    </span>
  );
}

function said(given: Given, isPaused: boolean): string {
  switch (given.phase) {
    case "sending":
      return t(ORDERS.sending);
    case "accepted":
      return t(isPaused ? ORDERS.accepted_paused : ORDERS.accepted);
    case "done":
      return t(ORDERS.done);
    case "refused":
      return t(ORDERS.refused, { why: spoken(given.why) });
    case "unreachable":
      return t(ROOM.unanswered);
  }
}
