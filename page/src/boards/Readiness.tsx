import { useEffect, useState } from "preact/hooks";
import { Board } from "../parts/Board";
import { SortTable, type Column } from "../parts/SortTable";
import { useRoom } from "../screens/room";
import { get, post, Refused } from "../server/api";
import { BOARDS } from "../words/boards";
import { ORDERS } from "../words/orders";
import { ROOM } from "../words/room";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";

interface SeatReady {
  seat_id: string;
  roles: string[];
  is_ready: boolean;
  comms_heard: string[];
  heard_by: string[];
}

interface Told {
  seats: SeatReady[];
  is_all_ready: boolean;
}

const ASK_AGAIN_MS = 5000;

/** Before STARTEX: who is ready, and who has heard whom. */
export default function Readiness() {
  const room = useRoom();
  const own = room.me.value.seat_id;
  const [told, setTold] = useState<Told>({ seats: [], is_all_ready: false });
  const [fault, setFault] = useState("");
  const take = (asked: Promise<Told>): void => {
    asked.then(
      (answer) => {
        setTold(answer);
        setFault("");
      },
      (error: unknown) => setFault(error instanceof Refused && error.message !== "" ? error.message : t(ROOM.unanswered)),
    );
  };
  useEffect(() => {
    take(get<Told>("/readiness"));
    const timer = setInterval(() => take(get<Told>("/readiness")), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const mine = told.seats.find((seat) => seat.seat_id === own);
  const say = (is_ready: boolean, comms_heard: readonly string[]): void => take(post<Told>("/readiness", { is_ready, comms_heard }));
  const heard = mine?.comms_heard ?? [];
  const hear = (seat: string): void => say(mine?.is_ready ?? false, heard.includes(seat) ? heard.filter((known) => known !== seat) : [...heard, seat]);
  const columns: Column<SeatReady>[] = [
    { id: "seat", title: t(ROOM.seat), by: (seat) => seat.seat_id, cell: (seat) => <code>{seat.seat_id}</code> },
    { id: "roles", title: t(ROOM.roles), cell: (seat) => seat.roles.map(term).join(", ") },
    { id: "ready", title: t(BOARDS.ready), by: (seat) => Number(seat.is_ready), cell: (seat) => <span class={`badge tone-${seat.is_ready ? "good" : "warn"}`}>{t(seat.is_ready ? ORDERS.yes : ORDERS.no)}</span> },
    {
      id: "heard",
      title: t(BOARDS.heard),
      cell: (seat) =>
        seat.seat_id === own ? (
          "–"
        ) : (
          <label>
            <input type="checkbox" checked={heard.includes(seat.seat_id)} onChange={() => hear(seat.seat_id)} /> {t(BOARDS.i_hear)}
          </label>
        ),
    },
    { id: "by", title: t(BOARDS.heard_by), cell: (seat) => seat.heard_by.join(", ") },
  ];
  return (
    <Board name={t(BOARDS.readiness)}>
      <p>
        <button type="button" class="action" aria-pressed={mine?.is_ready === true} onClick={() => say(mine?.is_ready !== true, heard)}>
          {t(mine?.is_ready === true ? BOARDS.say_not_ready : BOARDS.say_ready)}
        </button>{" "}
        {told.is_all_ready && told.seats.length > 0 && <span class="tone-good">{t(BOARDS.all_ready)}</span>}
      </p>
      <SortTable caption={t(BOARDS.readiness)} columns={columns} rows={told.seats} keyOf={(seat) => seat.seat_id} />
      {fault !== "" && (
        <p class="fate is-refused" role="alert">
          {spoken(fault)}
        </p>
      )}
    </Board>
  );
}
