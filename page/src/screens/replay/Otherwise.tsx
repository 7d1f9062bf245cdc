import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { exerciseTime } from "../../parts/times";
import { askFutures, futuresNow, type Estimate, type FuturesTold, type Outlook } from "../../server/futures";
import { EXERCISE } from "../../stream/film";
import { REPLAY } from "../../words/replay";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import { named } from "../../words/places";
import { spoken } from "../../words/said";
import { AS_PLAYED, type Replay } from "./useReplay";

/** The presets that are shipped. */
const PRESETS = ["none", "notify-only", "quadrant-2009", "jdec-1", "jdec-3", "trilateral-2023", "full-picture", "deconflicted", "integrated"];
const LUCKS = [1, 2, 3, 4, 5];
const RUNS = 30;
const ASK_EVERY_MS = 1000;

/** Another agreement or another luck from this moment on, and the odds of it. */
export function Otherwise({ replay }: { replay: Replay }) {
  const agreement = useSignal("");
  const run = useSignal<number | null>(null);
  const nowMs = Math.floor(replay.player.timeMs.value / 1000) * 1000;
  const time = exerciseTime(nowMs);
  const fork = (): void => {
    const [left, right] = replay.sides;
    right.audience.value = left.audience.value;
    right.asked.value = { source: replay.source.value, agreement: agreement.value, at_ms: nowMs, run: run.value };
  };
  return (
    <section class="otherwise" aria-label={t(REPLAY.forkTitle)}>
      <div>
        <h2>{t(REPLAY.forkTitle)}</h2>
        <p>{t(REPLAY.forkWhat, { time })}</p>
        <div class="otherwise-row">
          <label>
            {t(REPLAY.agreement)}{" "}
            <select value={agreement.value} onChange={(event) => (agreement.value = event.currentTarget.value)}>
              <option value="">{t(REPLAY.same)}</option>
              {PRESETS.map((preset) => (
                <option key={preset} value={preset}>
                  {preset}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t(REPLAY.luck)}{" "}
            <select
              value={run.value ?? ""}
              onChange={({ currentTarget: { value } }) => (run.value = value === "" ? null : Number(value))}
            >
              <option value="">{t(REPLAY.sameLuck)}</option>
              {LUCKS.map((luck) => (
                <option key={luck} value={luck}>
                  {t(REPLAY.otherLuck, { run: luck })}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="go" onClick={fork}>
            {t(REPLAY.go)}
          </button>
          <button type="button" onClick={() => (replay.sides[1].asked.value = { source: replay.source.value, ...AS_PLAYED })}>
            {t(REPLAY.played)}
          </button>
        </div>
      </div>
      {replay.source.value === EXERCISE && <Futures atMs={nowMs} agreement={agreement.value} />}
    </section>
  );
}

function Futures({ atMs, agreement }: { atMs: number; agreement: string }) {
  const told = useSignal<FuturesTold | null>(null);
  const askedAt = useSignal(0);
  const fault = useSignal("");
  const hear = (asked: Promise<FuturesTold>): void => {
    asked.then(
      (answer) => {
        told.value = answer;
        fault.value = answer.state === "failed" ? answer.why : "";
      },
      (error: unknown) => (fault.value = error instanceof Error ? error.message : String(error)),
    );
  };
  const isOpen = told.value !== null && told.value.state !== "done" && told.value.state !== "failed";
  useEffect(() => {
    const id = told.value?.futures_id;
    if (!isOpen || id === undefined) return undefined;
    const timer = setTimeout(() => hear(futuresNow(id)), ASK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [told.value]);
  const ask = (): void => {
    askedAt.value = atMs;
    hear(askFutures(atMs, agreement, RUNS));
  };
  return (
    <div>
      <h2>{t(REPLAY.futures)}</h2>
      <p>{t(REPLAY.futuresWhat, { runs: RUNS, time: exerciseTime(told.value === null ? atMs : askedAt.value) })}</p>
      <div class="otherwise-row">
        <button type="button" onClick={ask} disabled={isOpen}>
          {t(REPLAY.ask)}
        </button>
        {told.value !== null && <span role="status">{t(REPLAY.done, { done: told.value.done, runs: told.value.runs })}</span>}
        {fault.value !== "" && (
          <span class="fault" role="alert">
            {spoken(fault.value)}
          </span>
        )}
      </div>
      {told.value !== null && <Table rows={told.value.table} />}
    </div>
  );
}

function Table({ rows }: { rows: readonly Outlook[] }) {
  if (rows.length === 0) return null;
  return (
    <table class="odds">
      <thead>
        <tr>
          <th scope="col">{t(REPLAY.measure)}</th>
          <th scope="col">{t(REPLAY.odds)}</th>
          <th scope="col">{t(REPLAY.mean)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.nation}/${row.measure}`}>
            <th scope="row">
              {named(row.nation)}: {term(row.measure)}
            </th>
            <td>{estimate(row.odds, 100, "%")}</td>
            <td>{estimate(row.mean, 1, row.unit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Return a value with its interval: `64 (44 to 81) %`. */
export function estimate({ value, low, high }: Estimate, times: number, unit: string): string {
  const figure = (one: number): string => String(Math.round(one * times * 10) / 10);
  if (value === null) return "–";
  const range = low === null || high === null ? "" : ` (${figure(low)}…${figure(high)})`;
  return `${figure(value)}${range} ${unit}`.trim();
}
