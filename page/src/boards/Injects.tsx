import { Board, Nothing } from "../parts/Board";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { samePick, useRows, type Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import { useRoom } from "../screens/room";
import { BOARDS } from "../words/boards";
import { labelled } from "../words/places";
import { term } from "../words/terms";
import { t } from "../words/words";

const NAME = "injects";

interface Inject {
  key: string;
  time_ms: number;
  cells: readonly string[];
  sender: string;
  means: string;
  text: string;
  read_ms: number;
}

/** What reached the nation from outside: calls, messages, news, as exercise control gave them. */
export default function Injects() {
  const { picture } = useRoom();
  const all = [...picture.section("injects").value].map(([key, item]) => ({ ...(item as unknown as Omit<Inject, "key">), key })).sort((one, other) => other.time_ms - one.time_ms);
  const verb: Verb = {
    letter: "r",
    type: "MarkRead",
    says: BOARDS.mark_read,
    make: (row) => (all.find(({ key }) => key === row?.key)?.read_ms === -1 ? { type: "MarkRead", item_id: row?.key } : null),
  };
  const rows = useRows(NAME, all.map(({ key }) => ({ section: "injects", key })), [verb]);
  return (
    <Board name={t(BOARDS.injects)}>
      {all.length === 0 && <Nothing>{t(BOARDS.no_injects)}</Nothing>}
      <ol class="cards">
        {all.map((inject) => {
          const row: Pick = { section: "injects", key: inject.key };
          return (
            <li key={inject.key} class={`card ${samePick(rows.picked, row) ? "picked" : ""} ${inject.read_ms === -1 ? "is-unread" : ""}`}>
              <button type="button" class="card-head" onClick={() => rows.pick(row)}>
                <span class="digit" aria-hidden="true">
                  {rows.digitOf(inject.key)}
                </span>
                <b>
                  <bdi>{labelled(inject.sender)}</bdi>
                </b>
                <span>{term(inject.means)}</span>
                <span>{exerciseTime(inject.time_ms)}</span>
                <small>{inject.cells.map(term).join(", ")}</small>
              </button>
              <p dir="auto">{inject.text}</p>
              {inject.read_ms === -1 && <Verbs board={NAME} verbs={rows.verbs} row={row} />}
            </li>
          );
        })}
      </ol>
    </Board>
  );
}
