import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { StillMap } from "../../map/StillMap";
import { exerciseTime, span } from "../../parts/times";
import { DECISIONS, type Decision, type Drawn } from "../../server/officer";
import { OFFICER } from "../../words/officer";
import { t } from "../../words/words";
import { named } from "../../words/places";
import { EventCards, NoticeList, SensorList, Telephone } from "./Boards";
import { SPEEDS, callOf, type Officer } from "./useOfficer";

const KEYS: Record<string, Decision> = {
  v: "assess_valid",
  n: "assess_anomalous",
  f: "assess_false",
  a: "ask_partner",
  w: "warn",
  ".": "wait",
};
const keyOf = (decision: Decision): string => Object.entries(KEYS).find(([, known]) => known === decision)?.[0] ?? "";

/** The desk: the node's own boards, its map, the clock, and what the visitor may do. */
export function Desk({ officer }: { officer: Officer }) {
  useKeys(officer);
  const drawn = officer.drawn.value;
  const strip = officer.strip.value;
  if (drawn === null) return null;
  return (
    <div class="desk">
      <Timer officer={officer} drawn={drawn} />
      <div class="desk-map" aria-label={named(drawn.node)}>
        {strip !== null && <StillMap picture={strip.picture} looking={null} />}
      </div>
      <div class="desk-boards">
        {strip !== null && (
          <>
            <EventCards picture={strip.picture} timeMs={officer.player.timeMs} />
            <Telephone picture={strip.picture} partner={drawn.partner} given={officer.given.value} />
            <SensorList picture={strip.picture} />
            <NoticeList picture={strip.picture} />
          </>
        )}
      </div>
      <Calls officer={officer} />
    </div>
  );
}

function useKeys(officer: Officer): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const decision = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key.toLowerCase()];
      if (decision === undefined || (event.target instanceof Element && event.target.matches("input, select"))) return;
      event.preventDefault();
      void officer.give(decision);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function Timer({ officer, drawn }: { officer: Officer; drawn: Drawn }) {
  const { player } = officer;
  const second = useComputed(() => Math.floor(player.timeMs.value / 1000) * 1000).value;
  const isBefore = second < drawn.alert_ms;
  const leftMs = drawn.decide_by_ms - second;
  return (
    <div class="timer">
      {isBefore ? (
        <strong class="before">{t(OFFICER.quiet)}</strong>
      ) : (
        <strong class={leftMs < 60_000 ? "is-short" : ""} role="timer">
          {span(Math.max(0, leftMs))} <small>{t(OFFICER.left)}</small>
        </strong>
      )}
      <span class="meter" aria-hidden="true">
        <i style={{ width: `${Math.min(100, Math.max(0, (100 * leftMs) / (drawn.decide_by_ms - drawn.alert_ms)))}%` }} />
      </span>
      <span class="ratio">
        {player.isWaiting.value && leftMs > 0 ? t(OFFICER.waiting) : t(OFFICER.faster, { ratio: player.speed.value })}
      </span>
      {SPEEDS.map((speed) => (
        <button
          key={speed}
          type="button"
          aria-pressed={player.speed.value === speed}
          aria-label={t(OFFICER.faster, { ratio: speed })}
          onClick={() => (player.speed.value = speed)}
        >
          {speed}×
        </button>
      ))}
    </div>
  );
}

function Calls({ officer }: { officer: Officer }) {
  const given = officer.given.value;
  const isOpen = !officer.isTimeUp.value;
  return (
    <section class="calls" aria-label={t(OFFICER.yourCall)}>
      <div class="call-row">
        {DECISIONS.map((decision) => (
          <button
            key={decision}
            type="button"
            class={`call ${decision}`}
            disabled={!isOpen}
            aria-keyshortcuts={keyOf(decision)}
            title={t(OFFICER.key, { key: keyOf(decision) })}
            onClick={() => void officer.give(decision)}
          >
            {t(OFFICER[decision])} <kbd>{keyOf(decision)}</kbd>
          </button>
        ))}
      </div>
      <div class="call-log">
        <ol aria-live="polite">
          {given.map(({ decision, time_ms }) => (
            <li key={`${time_ms}/${decision}`}>
              {t(OFFICER.given, { time: exerciseTime(time_ms), decision: t(OFFICER[decision as Decision]) })}
            </li>
          ))}
        </ol>
        {!isOpen && <strong>{t(OFFICER.timeUp)}</strong>}
        {(!isOpen || callOf(given) !== "") && (
          <button type="button" class="go" onClick={() => void officer.show()}>
            {t(OFFICER.reveal)}
          </button>
        )}
      </div>
    </section>
  );
}
