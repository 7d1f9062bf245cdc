import { useState } from "preact/hooks";
import { doVerb, samePick, tagOf, useDesk, type Armed, type Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import { ORDERS } from "../words/orders";
import { t } from "../words/words";
import { Fate } from "./Fate";

interface Props {
  board: string;
  verbs: readonly Verb[];
  row: Pick | null;
}

/** The buttons of a row, each with its letter; what waits for Enter, and what became of each, beside them. */
export function Verbs({ board, verbs, row }: Props) {
  const desk = useDesk();
  const armed = desk.armed.value;
  const able = verbs.filter((verb) => verb.make(row) !== null);
  const isHere = armed !== null && armed.board === board && (armed.row === row || samePick(armed.row, row));
  return (
    <div class="verbs">
      <div class="verb-row">
        {able.map((verb) => (
          <span key={verb.letter} class="verb">
            <button
              type="button"
              class={verb.isGrave === true ? "grave" : ""}
              aria-keyshortcuts={verb.letter}
              aria-pressed={isHere && armed.verb.letter === verb.letter}
              onClick={(event) => {
                event.stopPropagation();
                doVerb(desk, board, verb, row, true);
              }}
            >
              {t(verb.says)} <kbd aria-hidden="true">{verb.letter}</kbd>
            </button>
            <Fate tag={tagOf(board, verb, row)} />
          </span>
        ))}
      </div>
      {isHere && <Confirm armed={armed} />}
    </div>
  );
}

/** What waits for Enter, with room for a reason. */
function Confirm({ armed }: { armed: Armed }) {
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const { board, verb, row, action } = armed;
  const drop = (): void => {
    desk.armed.value = null;
  };
  const send = (event: Event): void => {
    event.preventDefault();
    drop();
    void desk.giving.order(tagOf(board, verb, row), action, verb.inReplyTo?.(row) ?? "", reason);
  };
  return (
    <form class="confirm" onSubmit={send} onClick={(event) => event.stopPropagation()}>
      <strong>{t(verb.says)}</strong>
      <input
        ref={(place) => place?.focus()}
        value={reason}
        maxLength={1000}
        placeholder={t(ORDERS.reason)}
        aria-label={t(ORDERS.reason)}
        dir="auto"
        onInput={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") drop();
        }}
      />
      <button type="submit">
        {t(ORDERS.confirm)} <kbd aria-hidden="true">⏎</kbd>
      </button>
      <button type="button" class="quiet" onClick={drop}>
        {t(ORDERS.drop)} <kbd aria-hidden="true">Esc</kbd>
      </button>
    </form>
  );
}
