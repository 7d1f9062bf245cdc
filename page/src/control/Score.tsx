import { useState } from "preact/hooks";
import "../style/control.css";
import { Board, Nothing } from "../parts/Board";
import { SortTable, type Column } from "../parts/SortTable";
import { exerciseTime } from "../parts/times";
import { useRoom } from "../screens/room";
import { get } from "../server/api";
import { CONTROL } from "../words/control";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";
import { useAsked } from "./asked";
import { FaultLine } from "./Fault";
import { OfTruth } from "./OfTruth";

interface Criterion {
  objective_id: string;
  team: string;
  text: string;
  status: string;
  at_ms: number;
}

interface Response {
  inject_id: string;
  team: string;
  cell: string;
  action: string;
  status: string;
  time_to_respond_s: number | null;
  decided_by: string;
  why: string;
}

interface ScoreTold {
  criteria: readonly Criterion[];
  responses: readonly Response[];
  teams: readonly { team: string; met_count: number; decided_count: number; done_count: number; expected_count: number }[];
}

interface Blind {
  is_blind: boolean;
  commitment: string;
  drawn: string;
  nonce: string;
}

const TONES: Readonly<Record<string, string>> = { met: "good", observed: "good", not_met: "bad", never: "bad", pending: "warn" };

/** How the objectives stand, as the journal tells; worked out when it is asked for. */
export default function ScoreBoard() {
  return (
    <OfTruth>
      <Score />
    </OfTruth>
  );
}

function Score() {
  const { picture } = useRoom();
  const [isAsked, setAsked] = useState(true);
  const [atMs, setAtMs] = useState(picture.moment.value.time_ms);
  const ask = (): Promise<ScoreTold> => {
    setAsked(true);
    setAtMs(picture.moment.peek().time_ms);
    return get<ScoreTold>("/score").finally(() => setAsked(false));
  };
  const { answer, fault, take } = useAsked(ask, 0);
  const blind = useAsked(() => get<Blind>("/blind"), 0).answer;
  const tools = (
    <>
      <button type="button" disabled={isAsked} onClick={() => take(ask())}>
        {t(CONTROL.work_out)}
      </button>
      <span class="quiet" role="status">
        {isAsked ? t(CONTROL.working_out) : t(CONTROL.as_of, { at: exerciseTime(atMs) })}
      </span>
    </>
  );
  return (
    <Board name={t(CONTROL.score)} tools={tools}>
      <FaultLine fault={fault} />
      {answer !== null && <Told told={answer} />}
      {blind?.is_blind === true && (
        <p class="seal">{blind.drawn === "" ? t(CONTROL.blind, { seal: blind.commitment }) : t(CONTROL.blind_open, { drawn: blind.drawn, nonce: blind.nonce })}</p>
      )}
    </Board>
  );
}

function Status({ status }: { status: string }) {
  return <span class={`badge tone-${TONES[status] ?? "plain"}`}>{term(status)}</span>;
}

function Told({ told }: { told: ScoreTold }) {
  if (told.criteria.length === 0 && told.responses.length === 0) return <Nothing>{t(CONTROL.no_objectives)}</Nothing>;
  const teams: Column<ScoreTold["teams"][number]>[] = [
    { id: "team", title: t(CONTROL.team), cell: (row) => <b><bdi>{term(row.team)}</bdi></b> },
    { id: "met", title: t(CONTROL.criteria_met), cell: (row) => t(CONTROL.of, { count: row.met_count, all: row.decided_count }) },
    { id: "done", title: t(CONTROL.actions_done), cell: (row) => t(CONTROL.of, { count: row.done_count, all: row.expected_count }) },
  ];
  const criteria: Column<Criterion>[] = [
    { id: "objective", title: term("objective"), by: (row) => row.objective_id, cell: (row) => <>{row.objective_id.replaceAll("-", " ")} <small><bdi>{term(row.team)}</bdi></small></> },
    { id: "text", title: t(CONTROL.criterion), cell: (row) => <bdi>{row.text}</bdi> },
    { id: "status", title: t(CONTROL.status), by: (row) => row.status, cell: (row) => <Status status={row.status} /> },
    { id: "at", title: t(CONTROL.decided), isNumber: true, by: (row) => row.at_ms, cell: (row) => (row.at_ms < 0 ? "–" : exerciseTime(row.at_ms)) },
  ];
  const responses: Column<Response>[] = [
    { id: "inject", title: t(CONTROL.inject), by: (row) => row.inject_id, cell: (row) => row.inject_id },
    { id: "who", title: t(CONTROL.team), by: (row) => row.team, cell: (row) => <><bdi>{term(row.team)}</bdi> <small>{term(row.cell)}</small></> },
    { id: "action", title: term("action"), cell: (row) => term(row.action) },
    { id: "status", title: t(CONTROL.status), by: (row) => row.status, cell: (row) => <><Status status={row.status} /> <small>{spoken(row.why)}</small></> },
    { id: "took", title: t(CONTROL.took), isNumber: true, by: (row) => row.time_to_respond_s ?? Infinity, cell: (row) => (row.time_to_respond_s === null ? "–" : `${Math.round(row.time_to_respond_s)} s ${row.decided_by === "" ? "" : term(row.decided_by)}`) },
  ];
  return (
    <>
      <SortTable caption={t(CONTROL.team)} columns={teams} rows={told.teams} keyOf={(row) => row.team} />
      <h3>{t(CONTROL.score)}</h3>
      <SortTable caption={t(CONTROL.score)} columns={criteria} rows={told.criteria} keyOf={(row) => `${row.objective_id}/${row.text}`} />
      {told.responses.length > 0 && <h3>{t(CONTROL.actions)}</h3>}
      {told.responses.length > 0 && <SortTable caption={t(CONTROL.actions)} columns={responses} rows={told.responses} keyOf={(row) => row.inject_id} />}
    </>
  );
}
