import { useState } from "preact/hooks";
import "../style/control.css";
import { Fate } from "../orders/Fate";
import { Board, Nothing } from "../parts/Board";
import { Countdown } from "../parts/Countdown";
import { percent, seconds } from "../parts/measures";
import { SortTable, type Column } from "../parts/SortTable";
import { useDesk } from "../room/desk";
import { useRoom } from "../screens/room";
import type { Action } from "../server/seat";
import { CONTROL } from "../words/control";
import { ORDERS } from "../words/orders";
import { term } from "../words/terms";
import { t, type Phrase } from "../words/words";
import type { FaultItem } from "../stream/sections";
import { endOf, faultNow, LINK_FAULTS, linkFault } from "./faulting";
import { OfTruth } from "./OfTruth";

const NAME = "faults";
const LENGTHS_MIN = [1, 5, 15, 60];
const MINUTE_MS = 60_000;
const LATER_MS = 5 * MINUTE_MS;

interface Choice {
  says: string;
  effect: Action;
}

/** Faults in two clicks: what is to fail, then how.  Each is one inject, and stands in the list with the others. */
export default function FaultsBoard() {
  return (
    <OfTruth>
      <Faults />
    </OfTruth>
  );
}

function Faults() {
  const [forMs, setForMs] = useState(5 * MINUTE_MS);
  const tools = (
    <div class="filters" role="group" aria-label={t(CONTROL.fault_for)}>
      <span>{t(CONTROL.fault_for)}</span>
      {LENGTHS_MIN.map((count) => (
        <button key={count} type="button" aria-pressed={forMs === count * MINUTE_MS} onClick={() => setForMs(count * MINUTE_MS)}>
          {t(CONTROL.minutes, { count })}
        </button>
      ))}
    </div>
  );
  return (
    <Board name={t(CONTROL.faults)} tools={tools}>
      <h3>{t(CONTROL.sensors)}</h3>
      <Sensors />
      <h3>{t(CONTROL.links)}</h3>
      <Agreement />
      <Links forMs={forMs} />
      <h3>{t(CONTROL.launches_to_come)}</h3>
      <Launches />
      <h3>{t(CONTROL.notices_to_come)}</h3>
      <Unfiled />
    </Board>
  );
}

/** What can be done to one thing: a button, then how; what became of it beside it; and until when what was done lasts. */
function Trouble({ name, says, choices }: { name: string; says: Phrase; choices: readonly Choice[] }) {
  const { giving, mine } = useDesk();
  const { picture } = useRoom();
  const [isOpen, setOpen] = useState(false);
  if (!mine.value.has("WriteInject")) return null;
  const tag = `${NAME}/${name}`;
  const fault = picture.section("faults").value.get(name);
  const end = (lasting: FaultItem): void => void giving.order(tag, faultNow(picture, name, t(CONTROL.fault_ended, { name }), [endOf(lasting)], "end"));
  const act = (choice: Choice): void => {
    setOpen(false);
    void giving.order(tag, faultNow(picture, name, `${t(CONTROL.fault_title, { name })}, ${choice.says}`, [choice.effect]));
  };
  return (
    <span class="trouble">
      {fault !== undefined && !isOpen && (
        <>
          <button type="button" aria-label={`${name}: ${t(CONTROL.end_fault)}`} onClick={() => end(fault)}>
            {t(CONTROL.end_fault)}
          </button>
          <small>
            {t(CONTROL.fault_left)} <Countdown picture={picture} untilMs={fault.until_ms} />
          </small>
        </>
      )}
      {isOpen ? (
        <>
          {choices.map((choice) => (
            <button key={choice.says} type="button" class="grave" aria-label={`${name}: ${choice.says}`} onClick={() => act(choice)}>
              {choice.says}
            </button>
          ))}
          <button type="button" class="quiet" onClick={() => setOpen(false)}>
            {t(ORDERS.drop)}
          </button>
        </>
      ) : (
        <button type="button" aria-label={`${name}: ${t(says)}`} onClick={() => setOpen(true)}>
          {t(says)}
        </button>
      )}
      <Fate tag={tag} />
    </span>
  );
}


function Sensors() {
  const { picture } = useRoom();
  const rows = [...picture.section("sensors").value].map(([key, item]) => ({ key, nation: key.split("/")[0] ?? "", name: key.slice(key.indexOf("/") + 1), ...item }));
  const choices = (name: string): Choice[] => LENGTHS_MIN.map((count) => ({ says: t(CONTROL.minutes, { count }), effect: { type: "SensorOutage", sensor_id: name, for_ms: count * MINUTE_MS } }));
  const columns: Column<(typeof rows)[number]>[] = [
    { id: "nation", title: term("node"), by: (row) => row.nation, cell: (row) => <bdi>{term(row.nation)}</bdi> },
    { id: "name", title: term("sensor_id"), by: (row) => row.name, cell: (row) => <b>{row.name}</b> },
    { id: "kind", title: "", by: (row) => row.kind, cell: (row) => term(row.kind) },
    { id: "state", title: t(CONTROL.status), by: (row) => Number(row.is_in_action), cell: (row) => <State isGood={row.is_in_action} /> },
    { id: "do", title: "", cell: (row) => <Trouble name={row.name} says={CONTROL.take_out} choices={choices(row.name)} /> },
  ];
  return <SortTable caption={t(CONTROL.sensors)} columns={columns} rows={rows} keyOf={(row) => row.key} />;
}

function State({ isGood }: { isGood: boolean }) {
  return <span class={`badge tone-${isGood ? "good" : "bad"}`}>{t(isGood ? CONTROL.in_action : CONTROL.out_of_action)}</span>;
}

/** Whether a link works, and by how much control has made it worse. */
function LinkState({ isOut, fault }: { isOut: boolean; fault: FaultItem | undefined }) {
  if (isOut || fault === undefined) return <State isGood={!isOut} />;
  return (
    <span class="badge tone-warn">
      {t(CONTROL.disturbed)}
      {(fault.delay_ms ?? 0) > 0 && ` +${seconds(fault.delay_ms ?? 0)}`}
      {(fault.loss ?? 0) > 0 && ` −${percent(fault.loss ?? 0)}`}
    </span>
  );
}

/** The one agreement, over all links: which version, and whether anybody has suspended it. */
function Agreement() {
  const { picture } = useRoom();
  const state = picture.section("agreement").value.get("state");
  if (state === undefined) return null;
  const closed = String(state.closed ?? "");
  const signed = Object.entries((state.signed ?? {}) as Record<string, string>);
  return (
    <p class="agreement-state">
      <b>{t(CONTROL.agreement_now, { version: String(state.version) })}</b>
      <span class={closed === "" ? "tone-good" : "tone-bad"}>{closed === "" ? t(CONTROL.agreement_open) : term(closed)}</span>
      {signed.map(([nation, version]) => (
        <span key={nation}>
          {term("signed_by")} <bdi>{term(nation)}</bdi>: {version}
        </span>
      ))}
    </p>
  );
}

function Links({ forMs }: { forMs: number }) {
  const { picture } = useRoom();
  const rows = [...picture.section("links").value].map(([key, item]) => ({ key, ...item }));
  const choices = (from: string, to: string): Choice[] => LINK_FAULTS.map((trouble) => ({ says: t(CONTROL[trouble]), effect: linkFault(trouble, from, to, forMs) }));
  const columns: Column<(typeof rows)[number]>[] = [
    { id: "link", title: term("link_id"), by: (row) => row.key, cell: (row) => <b><bdi>{term(row.from ?? "")}</bdi> → <bdi>{term(row.to ?? "")}</bdi></b> },
    { id: "state", title: t(CONTROL.status), by: (row) => Number(row.is_out === true), cell: (row) => <LinkState isOut={row.is_out === true} fault={picture.section("faults").value.get(row.key)} /> },
    { id: "sent", title: t(CONTROL.sent), isNumber: true, by: (row) => row.sent ?? 0, cell: (row) => row.sent ?? 0 },
    { id: "way", title: t(CONTROL.under_way), isNumber: true, by: (row) => row.under_way ?? 0, cell: (row) => row.under_way ?? 0 },
    { id: "do", title: "", cell: (row) => <Trouble name={row.key} says={CONTROL.disturb} choices={choices(row.from ?? "", row.to ?? "")} /> },
  ];
  return <SortTable caption={t(CONTROL.links)} columns={columns} rows={rows} keyOf={(row) => row.key} />;
}

function Launches() {
  const { picture } = useRoom();
  const rows = [...picture.section("launches").value]
    .map(([key, item]) => ({ key, nation: String(item.nation), vehicle: String(item.vehicle_class ?? item.cause ?? ""), atMs: Number(item.lift_off_ms), isLaunch: "vehicle_class" in item, hasBegun: item.has_begun === true }))
    .filter((row) => row.isLaunch && !row.hasBegun);
  if (rows.length === 0) return <Nothing>–</Nothing>;
  const choices = (name: string, atMs: number): Choice[] => [
    { says: t(CONTROL.delay_5), effect: { type: "MoveLaunch", launch_id: name, lift_off_ms: atMs + LATER_MS } },
    { says: t(CONTROL.call_off), effect: { type: "MoveLaunch", launch_id: name, lift_off_ms: -1 } },
  ];
  const columns: Column<(typeof rows)[number]>[] = [
    { id: "name", title: term("launch_id"), by: (row) => row.key, cell: (row) => <b>{row.key}</b> },
    { id: "nation", title: term("node"), by: (row) => row.nation, cell: (row) => <bdi>{term(row.nation)}</bdi> },
    { id: "vehicle", title: term("generic_class"), cell: (row) => term(row.vehicle) },
    { id: "at", title: term("lift_off_ms"), isNumber: true, by: (row) => row.atMs, cell: (row) => (row.atMs < 0 ? "–" : <Countdown picture={picture} untilMs={row.atMs} />) },
    { id: "do", title: "", cell: (row) => <Trouble name={row.key} says={CONTROL.change} choices={choices(row.key, row.atMs)} /> },
  ];
  return <SortTable caption={t(CONTROL.launches_to_come)} columns={columns} rows={rows} keyOf={(row) => row.key} />;
}

/** Notices that are still to be filed: until then they can be lost on their way. */
function Unfiled() {
  const { picture } = useRoom();
  const rows = [...picture.section("notices_to_give").value].map(([key, item]) => ({ key, nation: key.split("/")[0] ?? "", name: String(item.notice_id), revision: Number(item.revision ?? 0) }));
  if (rows.length === 0) return <Nothing>–</Nothing>;
  const choices = (name: string): Choice[] => [{ says: t(CONTROL.lose), effect: { type: "LoseNotice", notice_id: name } }];
  const columns: Column<(typeof rows)[number]>[] = [
    { id: "nation", title: term("node"), by: (row) => row.nation, cell: (row) => <bdi>{row.nation}</bdi> },
    { id: "name", title: term("notice_id"), by: (row) => row.name, cell: (row) => <b>{`${row.name}/${row.revision}`}</b> },
    { id: "do", title: "", cell: (row) => <Trouble name={row.name} says={CONTROL.change} choices={choices(row.name)} /> },
  ];
  return <SortTable caption={t(CONTROL.notices_to_come)} columns={columns} rows={rows} keyOf={(row) => row.key} />;
}
