import { useDesk } from "../room/desk";
import { ORDERS } from "../words/orders";
import { t } from "../words/words";
import { idOf, namedBy } from "./answering";
import type { Action } from "../server/seat";

/** Says to what an order will answer that names nothing itself, and lets it answer nothing. */
export function InAnswer({ action }: { action: Action }) {
  const { answering, room } = useDesk();
  const id = idOf(answering.about.value, room.picture);
  if (id === "" || namedBy(action) !== "") return null;
  return (
    <span class="in-answer">
      {t(ORDERS.in_answer)} <code>{id}</code>{" "}
      <button type="button" class="quiet" aria-label={t(ORDERS.answers_nothing)} onClick={() => (answering.about.value = null)}>
        ✕
      </button>
    </span>
  );
}
