import { useState } from "preact/hooks";
import { doVerb, samePick, tagOf, useDesk, type Armed, type Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import { ORDERS } from "../words/orders";
import { t, type Phrase } from "../words/words";
import { Fate } from "./Fate";
import { InAnswer } from "./InAnswer";
import { phraseKeys, REASON_PHRASES } from "./phraseKeys";
import { LONGEST_REASON } from "./values";

interface Props {
  board: string;
  verbs: readonly Verb[];
  row: Pick | null;
}

interface Group {
  name: Phrase | undefined;
  verbs: Verb[];
}

/** Return verbs that stand side by side under one name together. */
export function grouped(verbs: readonly Verb[]): Group[] {
  const groups: Group[] = [];
  for (const verb of verbs) {
    const last = groups.at(-1);
    if (last !== undefined && last.name === verb.group) last.verbs.push(verb);
    else groups.push({ name: verb.group, verbs: [verb] });
  }
  return groups;
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
        {grouped(able).map((group) => (
          <span key={group.verbs[0]?.letter} class="verb-group" role="group">
            {group.name !== undefined && <span class="verb-name">{t(group.name)}</span>}
            {group.verbs.map((verb) => (
              <VerbButton key={verb.letter} board={board} verb={verb} row={row} isArmed={isHere && armed.verb.letter === verb.letter} />
            ))}
          </span>
        ))}
      </div>
      {isHere && <Confirm armed={armed} />}
    </div>
  );
}

interface ButtonProps {
  board: string;
  verb: Verb;
  row: Pick | null;
  isArmed: boolean;
}

function VerbButton({ board, verb, row, isArmed }: ButtonProps) {
  const desk = useDesk();
  const click = (event: Event): void => {
    event.stopPropagation();
    doVerb(desk, board, verb, row, true);
  };
  return (
    <span class="verb">
      <button type="button" class={verb.isGrave === true ? "grave" : ""} aria-keyshortcuts={verb.letter} aria-pressed={isArmed} onClick={click}>
        {verb.group !== undefined && <span class="unseen">{t(verb.group)}: </span>}
        {t(verb.says)} <kbd aria-hidden="true">{verb.letter}</kbd>
      </button>
      <Fate tag={tagOf(board, verb, row)} />
    </span>
  );
}

/** What a verb says outside its group. */
const named = (verb: Verb): string => (verb.group === undefined ? t(verb.says) : `${t(verb.group)}: ${t(verb.says)}`);

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
    if ([...reason].length > LONGEST_REASON) {
      desk.giving.refuse(tagOf(board, verb, row), action.type, t(ORDERS.too_long, { field: t(ORDERS.reason), bound: LONGEST_REASON }));
      return;
    }
    void desk.giving.order(tagOf(board, verb, row), action, reason);
  };
  return (
    <form class="confirm" onSubmit={send} onClick={(event) => event.stopPropagation()}>
      <strong>{named(verb)}</strong>
      <InAnswer action={action} />
      <input
        ref={(place) => place?.focus()}
        value={reason}
        placeholder={t(ORDERS.reason)}
        aria-label={t(ORDERS.reason)}
        dir="auto"
        onInput={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") drop();
          else phraseKeys(REASON_PHRASES, reason, setReason)(event);
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
