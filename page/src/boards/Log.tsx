import { useEffect, useMemo } from "preact/hooks";
import { Board, Nothing } from "../parts/Board";
import { SortTable, type Column } from "../parts/SortTable";
import { exerciseTime } from "../parts/times";
import { useRoom } from "../screens/room";
import type { Line } from "../stream/frames";
import { nodeOf, Past } from "../stream/past";
import { BOARDS } from "../words/boards";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";
import { DECISION_KINDS, decisionOf, type Decision } from "./decisions";
import { Older } from "./Traffic";
import { Value } from "./Value";

const MOST_ROWS = 200;

/** Who decided what, and why; what was refused, and what followed. */
export default function Log() {
  const { picture, truth } = useRoom();
  const past = useMemo(() => new Past(picture, DECISION_KINDS, nodeOf(picture, truth)), [picture]);
  useEffect(() => void past.more(), [past]);
  const [older, newer] = [past.hasGap() ? [] : past.lines.value, picture.records.value];
  const decisions = useMemo(() => newestFirst(older, newer), [older, newer]);
  const isTruth = picture.sees.value === "truth";
  return (
    <Board name={t(BOARDS.log)}>
      {decisions.length === 0 ? (
        <Nothing>{t(BOARDS.no_decisions)}</Nothing>
      ) : (
        <SortTable caption={t(BOARDS.log)} columns={columns(isTruth)} rows={decisions} keyOf={({ seq }) => String(seq)} classOf={({ isRefused }) => (isRefused ? "is-out" : "")} />
      )}
      <Older past={past} />
    </Board>
  );
}

function newestFirst(past: readonly Line[], now: readonly Line[]): Decision[] {
  const found: Decision[] = [];
  for (const line of [...past, ...now]) {
    const decision = decisionOf(line);
    if (decision !== null) found.push(decision);
  }
  return found.reverse().slice(0, MOST_ROWS);
}

const columns = (isTruth: boolean): Column<Decision>[] => [
  { id: "time", title: t(BOARDS.time), by: ({ timeMs }) => timeMs, isNumber: true, cell: ({ timeMs }) => exerciseTime(timeMs) },
  ...(isTruth ? [{ id: "node", title: t(BOARDS.nation), by: ({ node }: Decision) => node, cell: ({ node }: Decision) => <bdi>{term(node)}</bdi> }] : []),
  {
    id: "who",
    title: t(BOARDS.who),
    by: ({ cell }) => cell,
    cell: ({ cell, decidedBy }) => (
      <>
        {term(cell)} {decidedBy !== "" && <small>{term(decidedBy)}</small>}
      </>
    ),
  },
  {
    id: "what",
    title: t(BOARDS.what),
    by: ({ what }) => what,
    cell: ({ what, fields, isRefused }) => (
      <>
        {isRefused && <span class="tone-bad">{t(BOARDS.refused_order)} </span>}
        <b>{term(what)}</b>{" "}
        {Object.entries(fields)
          .filter(([, value]) => value !== "" && value !== null && value !== false)
          .map(([name, value]) => (
            <span key={name} class="log-field" title={name}>
              <Value name={name} value={value} />{" "}
            </span>
          ))}
      </>
    ),
  },
  { id: "why", title: t(BOARDS.reason), cell: (decision) => <bdi>{whySaid(decision)}</bdi> },
];

/** Why it was not obeyed, then why it was ordered: what people wrote stays as they wrote it. */
function whySaid({ refusal, reason, decidedBy }: Decision): string {
  return [spoken(refusal), decidedBy === "human" ? reason : spoken(reason)].filter((part) => part !== "").join(" · ");
}
