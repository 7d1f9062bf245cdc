import { useRef, useState } from "preact/hooks";
import { useDesk } from "../room/desk";
import { ORDERS } from "../words/orders";
import { t, type Phrase } from "../words/words";
import { choicesFor } from "./choices";
import { completions, parse, type CommandFault } from "./commands";
import { sharedStart } from "./complete";
import { BAR, Fate } from "./Fate";
import { useOrderKinds } from "./OrderDialog";
import { actionOf } from "./values";

export const BAR_ID = "command-bar";
const MOST_KEPT = 50; // lines that Up brings back
const LONGEST_LINE = 6000; // characters

const FAULTS: Readonly<Record<CommandFault["code"], Phrase>> = {
  unknown_verb: ORDERS.unknown_verb,
  not_yours: ORDERS.not_yours,
  unknown_field: ORDERS.unknown_field,
  too_much: ORDERS.too_much,
  not_a_number: ORDERS.bar_not_a_number,
  not_a_flag: ORDERS.not_a_flag,
  only_by_form: ORDERS.only_by_form,
};

/** The command bar: every order as a line of words. */
export function CommandBar() {
  const { giving, mine, room } = useDesk();
  const kinds = useOrderKinds();
  const [line, setLine] = useState("");
  const [fault, setFault] = useState("");
  const kept = useRef<string[]>([]);
  const keptAt = useRef(0);

  const complete = (): void => {
    const found = completions(line, kinds, mine.value, (field, before) => choicesFor(field.name, room.picture, room.me.value, before));
    const [first] = found.options;
    if (first === undefined) return;
    if (found.options.length === 1) setLine(`${line.slice(0, found.from)}${first} `);
    else {
      setLine(line.slice(0, found.from) + sharedStart(found.options));
      setFault(found.options.join("   "));
    }
  };
  const send = async (): Promise<void> => {
    if (line.length > LONGEST_LINE) {
      setFault(t(ORDERS.too_long, { field: t(ORDERS.bar), bound: LONGEST_LINE }));
      return;
    }
    const read = parse(line, kinds, mine.value);
    if ("code" in read) {
      setFault(t(FAULTS[read.code], { name: read.name, bound: read.bound }));
      return;
    }
    const { action, faults } = actionOf(read.kind, read.values);
    const [first] = faults;
    if (first !== undefined) {
      setFault(t(ORDERS[first.code], { field: first.field, bound: first.bound }));
      return;
    }
    setFault("");
    kept.current = [...kept.current, line].slice(-MOST_KEPT);
    keptAt.current = kept.current.length;
    if (await giving.order(BAR, action)) setLine("");
  };
  const recall = (by: number): void => {
    keptAt.current = Math.max(0, Math.min(kept.current.length, keptAt.current + by));
    setLine(kept.current[keptAt.current] ?? "");
  };
  const onKey = (event: KeyboardEvent): void => {
    const isAlone = !event.shiftKey && !event.ctrlKey && !event.altKey;
    if (event.key === "Tab" && isAlone && line.trim() !== "") {
      event.preventDefault();
      complete();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      recall(event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Escape") {
      setFault("");
      (event.currentTarget as HTMLElement | null)?.blur();
    }
  };
  return (
    <form
      class="command-bar"
      onSubmit={(event) => {
        event.preventDefault();
        if (line.trim() !== "") void send();
      }}
    >
      <label for={BAR_ID} aria-label={t(ORDERS.bar)}>
        ›
      </label>
      <input
        id={BAR_ID}
        value={line}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        placeholder={t(ORDERS.bar_hint)}
        aria-describedby="command-answer"
        onInput={(event) => {
          setLine(event.currentTarget.value);
          setFault("");
        }}
        onKeyDown={onKey}
      />
      <span id="command-answer" class="command-answer" role="status">
        {fault === "" ? <Fate tag={BAR} /> : fault}
      </span>
    </form>
  );
}
