import { Board, Fact, Nothing } from "../parts/Board";
import { useRoom } from "../screens/room";
import { BOARDS } from "../words/boards";
import { term } from "../words/terms";
import { t } from "../words/words";
import { Withheld } from "./MessageDetail";
import { shownOf } from "./messages";
import { releasedUnder } from "./terms";
import { Value } from "./Value";

/** What the host has released to the liaison officer's own nation, newest of each thing, under the names partners know. */
export default function Released() {
  const room = useRoom();
  const { picture } = room;
  const released = releasedUnder(picture, String(picture.section("agreement").value.get("state")?.version ?? ""));
  const all = [...picture.section("released").value].reverse();
  return (
    <Board name={t(BOARDS.released)}>
      <p class="hint">{t(BOARDS.released_by, { host: room.me.value.host })}</p>
      {all.length === 0 && <Nothing>{t(BOARDS.no_released)}</Nothing>}
      <ol class="cards">
        {all.map(([id, item]) => (
          <li key={id} class="card">
            <p class="event-line">
              <b>{term(item.kind)}</b> <span>{term(item.msg_type)}</span> <code>{id}</code>
            </p>
            <dl class="facts">
              {Object.entries((item.payload ?? {}) as Record<string, unknown>)
                .filter(([name]) => name !== "type")
                .map(([name, value]) => (
                  <Fact key={name} name={term(name)}>
                    {shownOf(item.kind, name, value, released) === "withheld" ? <Withheld /> : <Value name={name} value={value} />}
                  </Fact>
                ))}
            </dl>
          </li>
        ))}
      </ol>
    </Board>
  );
}
