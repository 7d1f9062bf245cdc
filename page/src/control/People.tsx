import { useState } from "preact/hooks";
import "../style/control.css";
import { Board, Nothing } from "../parts/Board";
import { SortTable, type Column } from "../parts/SortTable";
import { useDesk } from "../room/desk";
import { useRoom } from "../screens/room";
import { get, post } from "../server/api";
import { BOARDS } from "../words/boards";
import { CONTROL } from "../words/control";
import { ORDERS } from "../words/orders";
import { ROOM } from "../words/room";
import { personSaid, term } from "../words/terms";
import { t } from "../words/words";
import { saidOf, useAsked } from "./asked";
import { cellsOf, type Played, type RoleTold, type Sits } from "./cells";
import { FaultLine } from "./Fault";
import { OfTruth } from "./OfTruth";

const ASK_AGAIN_MS = 5000;

/** Who sits where, what each may hold, and which cells nobody plays. */
export default function PeopleBoard() {
  return (
    <OfTruth>
      <People />
    </OfTruth>
  );
}

const roster = (): Promise<readonly Sits[]> => get<{ seats: readonly Sits[] }>("/control/roster").then(({ seats }) => seats);

function People() {
  const [picked, setPicked] = useState("");
  const [refused, setRefused] = useState("");
  const { answer, fault, take } = useAsked(roster, ASK_AGAIN_MS);
  const told = useAsked(() => get<{ roles: RoleTold[] }>("/roles"), 0);
  const seats = answer ?? [];
  const roles = told.answer?.roles ?? [];
  const order = (asked: Promise<unknown>): void => {
    asked.then(
      () => {
        setRefused("");
        take(roster());
      },
      (error: unknown) => setRefused(saidOf(error)),
    );
  };
  const release = (seat: Sits, role: string): void => order(post("/control/releases", { seat_id: seat.seat_id, role }));
  const columns: Column<Sits>[] = [
    { id: "name", title: t(CONTROL.name), by: (seat) => seat.name, cell: (seat) => <><b><bdi>{personSaid(seat.name)}</bdi></b> <code>{seat.seat_id}</code></> },
    { id: "group", title: t(CONTROL.group), by: (seat) => seat.group, cell: (seat) => <bdi>{term(seat.group)}</bdi> },
    { id: "roles", title: t(CONTROL.roles_now), cell: (seat) => (seat.roles.length === 0 ? "–" : seat.roles.map(term).join(", ")) },
    { id: "ready", title: t(BOARDS.ready), by: (seat) => Number(seat.is_ready), cell: (seat) => <span class={`badge tone-${seat.is_ready ? "good" : "plain"}`}>{t(seat.is_ready ? ORDERS.yes : ORDERS.no)}</span> },
  ];
  return (
    <Board name={t(CONTROL.people)}>
      {seats.length === 0 && <Nothing>{t(CONTROL.nobody)}</Nothing>}
      <SortTable
        caption={t(CONTROL.people)}
        columns={columns}
        rows={seats}
        keyOf={(seat) => seat.seat_id}
        picked={picked}
        onPick={(key) => setPicked(key === picked ? "" : key)}
        below={(seat) => <Seat seat={seat} roles={roles} onRelease={(role) => release(seat, role)} onGrant={(granted) => order(post("/control/grants", { seat_id: seat.seat_id, granted }))} />}
      />
      <FaultLine fault={refused || fault} />
      <h3>{t(CONTROL.cells)}</h3>
      <Cells seats={seats} roles={roles} />
    </Board>
  );
}

interface SeatProps {
  seat: Sits;
  roles: readonly RoleTold[];
  onRelease: (role: string) => void;
  onGrant: (granted: Sits["granted"]) => void;
}

function Seat({ seat, roles, onRelease, onGrant }: SeatProps) {
  const { picture } = useRoom();
  const [role, setRole] = useState("");
  const [host, setHost] = useState("");
  const isNation = picture.section("postures").value.has(seat.group);
  const hosts = [...picture.section("postures").value.keys()].filter((name) => name !== seat.group);
  const side = isNation && seat.group !== "joint" ? "nation" : seat.group;
  const free = roles.filter((told) => told.side === side && !seat.granted.some((held) => held.role === told.name));
  const needsHost = role === "liaison_officer";
  const grant = (): void => {
    onGrant([...seat.granted, { role, host: needsHost ? host : "" }]);
    setRole("");
  };
  return (
    <>
      <div class="chips">
        {seat.roles.map((name) => (
          <span key={name} class="chip">
            {term(name)}
            <button type="button" aria-label={t(CONTROL.release, { role: term(name) })} title={t(CONTROL.release, { role: term(name) })} onClick={() => onRelease(name)}>
              ✕
            </button>
          </span>
        ))}
        <button type="button" class="quiet" onClick={() => onRelease("")}>
          {t(CONTROL.release_seat)}
        </button>
      </div>
      <div class="grant-row">
        <span>{t(CONTROL.granted)}:</span>
        {seat.granted.map((held) => (
          <span key={`${held.role}/${held.host}`} class="chip">
            {term(held.role)} {held.host !== "" && <bdi>({term(held.host)})</bdi>}
            <button type="button" aria-label={t(CONTROL.revoke, { role: term(held.role) })} onClick={() => onGrant(seat.granted.filter((other) => other !== held))}>
              ✕
            </button>
          </span>
        ))}
        <select aria-label={t(ROOM.roles)} value={role} onChange={(event) => setRole(event.currentTarget.value)}>
          <option value="">…</option>
          {free.map(({ name }) => (
            <option key={name} value={name}>
              {term(name)}
            </option>
          ))}
        </select>
        {needsHost && (
          <select aria-label={t(CONTROL.grant_host)} value={host} onChange={(event) => setHost(event.currentTarget.value)}>
            <option value="">{t(CONTROL.grant_host)} …</option>
            {hosts.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
        <button type="button" disabled={role === "" || (needsHost && host === "")} onClick={grant}>
          {t(CONTROL.grant)}
        </button>
      </div>
    </>
  );
}

/** Which cell is played by whom; where doctrine plays, control may give one order for it. */
function Cells({ seats, roles }: { seats: readonly Sits[]; roles: readonly RoleTold[] }) {
  const desk = useDesk();
  const { picture } = useRoom();
  const rows = cellsOf([...picture.section("postures").value.keys()], seats, roles);
  const play = ({ node, cell }: Played): void => {
    desk.form.value = { order: "WriteInject", values: { inject: { time_ms: picture.moment.value.time_ms, title: `${node}: ${cell}`, means: "event", effects: [{ type: "PlayCell", node, cell, action: {} }] } } };
  };
  const columns: Column<Played>[] = [
    { id: "node", title: term("node"), by: (row) => row.node, cell: (row) => <bdi>{term(row.node)}</bdi> },
    { id: "cell", title: term("cell"), by: (row) => row.cell, cell: (row) => term(row.cell) },
    { id: "who", title: t(CONTROL.name), by: (row) => row.who.join(), cell: (row) => (row.who.length === 0 ? <span class="quiet">{t(CONTROL.by_doctrine)}</span> : <b><bdi>{row.who.map(personSaid).join(", ")}</bdi></b>) },
    {
      id: "do",
      title: "",
      cell: (row) =>
        desk.mine.value.has("WriteInject") ? (
          <button type="button" class="quiet" aria-label={`${term(row.node)}, ${term(row.cell)}: ${t(CONTROL.play_cell)}`} onClick={() => play(row)}>
            {t(CONTROL.play_cell)} …
          </button>
        ) : null,
    },
  ];
  return <SortTable caption={t(CONTROL.cells)} columns={columns} rows={rows} keyOf={(row) => `${row.node}/${row.cell}`} />;
}
