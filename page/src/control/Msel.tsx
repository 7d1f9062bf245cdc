import { useState } from "preact/hooks";
import "../style/control.css";
import { Verbs } from "../orders/Verbs";
import { Board, Fact, Nothing } from "../parts/Board";
import { Countdown } from "../parts/Countdown";
import { SortTable, type Column } from "../parts/SortTable";
import { exerciseTime } from "../parts/times";
import { useDesk, useRows, type Rows } from "../room/desk";
import { useRoom } from "../screens/room";
import { CONTROL } from "../words/control";
import { receiverSaid, term } from "../words/terms";
import { t } from "../words/words";
import { injectsOf, type Inject, type InjectStatus } from "./injects";
import { OfTruth } from "./OfTruth";
import { Timeline } from "./Timeline";
import { injectVerbs } from "./verbs";
import { waitSaid } from "./waits";

const NAME = "msel";
const FILTERS: readonly (InjectStatus | "")[] = ["", "due", "planned", "held", "fired", "skipped"];
const TONES: Readonly<Record<InjectStatus, string>> = { due: "tone-bad", planned: "tone-plain", held: "tone-warn", fired: "tone-good", skipped: "tone-plain" };

/** The master scenario events list: its forecast along time, and everything that can be done with an inject. */
export default function MselBoard() {
  return (
    <OfTruth>
      <Msel />
    </OfTruth>
  );
}

function Msel() {
  const desk = useDesk();
  const { picture } = useRoom();
  const [filter, setFilter] = useState<InjectStatus | "">("");
  const all = injectsOf(picture);
  const shown = all.filter((inject) => filter === "" || inject.status === filter);
  const rows = useRows(NAME, shown.map(({ inject_id }) => ({ section: "injects", key: inject_id })), injectVerbs(picture));
  const picked = rows.picked?.section === "injects" ? rows.picked.key : "";
  const pick = (key: string): void => rows.pick({ section: "injects", key });
  const mayWrite = desk.mine.value.has("WriteInject");
  const tools = (
    <>
      {mayWrite && (
        <button type="button" class="action" onClick={() => (desk.form.value = { order: "WriteInject", values: {} })}>
          {t(CONTROL.new_inject)}
        </button>
      )}
      <div class="filters" role="group" aria-label={t(CONTROL.status)}>
        {FILTERS.map((each) => {
          const count = each === "" ? all.length : all.filter((inject) => inject.status === each).length;
          return (
            <button key={each} type="button" aria-pressed={filter === each} disabled={count === 0} onClick={() => setFilter(each)}>
              {each === "" ? t(CONTROL.all) : term(each)} {count}
            </button>
          );
        })}
      </div>
    </>
  );
  return (
    <Board name={t(CONTROL.msel)} tools={tools}>
      {all.length === 0 ? <Nothing>{t(CONTROL.msel_none)}</Nothing> : <Timeline injects={all} picked={picked} onPick={pick} />}
      {all.length > 0 && <List injects={shown} rows={rows} picked={picked} onPick={pick} />}
    </Board>
  );
}

function List({ injects, rows, picked, onPick }: { injects: readonly Inject[]; rows: Rows; picked: string; onPick: (key: string) => void }) {
  const { picture } = useRoom();
  const columns: Column<Inject>[] = [
    { id: "number", title: term("number"), by: (inject) => inject.number, cell: (inject) => <b>{inject.number}</b> },
    {
      id: "inject",
      title: t(CONTROL.inject),
      by: (inject) => inject.title,
      cell: (inject) => (
        <>
          <bdi>{inject.title || inject.inject_id}</bdi> <small>{[term(inject.means), ...inject.to.map(receiverSaid)].join(" · ")}</small>
        </>
      ),
    },
    { id: "status", title: t(CONTROL.status), by: (inject) => inject.status, cell: (inject) => <span class={`badge ${TONES[inject.status]}`}>{term(inject.status)}</span> },
    {
      id: "next",
      title: t(CONTROL.next),
      isNumber: true,
      by: (inject) => (inject.next_ms < 0 ? Infinity : inject.next_ms),
      cell: (inject) => (inject.next_ms < 0 ? "–" : inject.status === "fired" ? exerciseTime(inject.next_ms) : <Countdown picture={picture} untilMs={inject.next_ms} />),
    },
    { id: "waits", title: t(CONTROL.waits), cell: (inject) => <small class="waits">{inject.waits_for.map(waitSaid).join("; ")}</small> },
  ];
  return (
    <SortTable
      caption={t(CONTROL.msel)}
      columns={columns}
      rows={injects}
      keyOf={(inject) => inject.inject_id}
      picked={picked}
      onPick={onPick}
      digitOf={rows.digitOf}
      classOf={(inject) => (inject.status === "fired" || inject.status === "skipped" ? "is-past" : "")}
      below={(inject) => <Details inject={inject} rows={rows} />}
    />
  );
}

function Details({ inject, rows }: { inject: Inject; rows: Rows }) {
  const { expected } = inject;
  const facts: readonly (readonly [string, string])[] = [
    ["sender", inject.sender],
    ["to", inject.to.map(receiverSaid).join(", ")],
    ["trigger", inject.trigger],
    ["depends_on", inject.depends_on.join(", ")],
    ["effects", inject.effects.map(effectSaid).join("; ")],
    ["expected", expected === null ? "" : `${term(expected.node)}, ${term(expected.cell)}: ${term(expected.action)}, ${exerciseTime(expected.within_ms).slice(1)}`],
    ["contingency", inject.contingency],
    ["objective", inject.objective],
    ["controller", inject.controller],
    ["evaluator_note", inject.evaluator_note],
  ];
  return (
    <div class="inject-details">
      <Verbs board={NAME} verbs={rows.verbs} row={{ section: "injects", key: inject.inject_id }} />
      {inject.fired_by !== null && <p class="hint">{t(CONTROL.fired_by, { by: term(inject.fired_by), at: exerciseTime(inject.next_ms) })}</p>}
      {inject.text !== "" && (
        <p class="inject-text" dir="auto">
          {inject.text}
        </p>
      )}
      <dl class="facts">
        {facts.filter(([, value]) => value !== "").map(([name, value]) => (
          <Fact key={name} name={term(name)}>
            <bdi>{value}</bdi>
          </Fact>
        ))}
      </dl>
    </div>
  );
}

/** Return an effect in words: its kind, then what it was given, times in seconds. */
function effectSaid(effect: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(effect).filter(([name, value]) => name !== "type" && value !== "" && !(name === "until_ms" && value === -1) && value !== 0 && typeof value !== "object");
  const said = parts.map(([name, value]) => `${term(name)} ${name.endsWith("_ms") ? `${Number(value) / 1000} s` : String(value)}`);
  return [term(String(effect.type)), ...said].join(" ");
}
