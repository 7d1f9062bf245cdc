import { Board, Nothing } from "../parts/Board";
import { exerciseTime } from "../parts/times";
import { useRoom } from "../screens/room";
import { BOARDS } from "../words/boards";
import { labelled } from "../words/places";
import { t } from "../words/words";

/** What everybody can read. */
export default function News() {
  const { picture } = useRoom();
  const all = [...picture.section("news").value].reverse();
  return (
    <Board name={t(BOARDS.news)}>
      {all.length === 0 && <Nothing>{t(BOARDS.no_news)}</Nothing>}
      <ol class="cards">
        {all.map(([key, item]) => (
          <li key={key} class="card">
            <p class="event-line">
              <b>
                <bdi>{labelled(item.sender)}</bdi>
              </b>
              <span>{exerciseTime(item.time_ms)}</span>
            </p>
            <p dir="auto">{item.text}</p>
          </li>
        ))}
      </ol>
    </Board>
  );
}
