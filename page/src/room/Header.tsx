import { useState } from "preact/hooks";
import { ClockTools } from "../control/ClockTools";
import { OtherDialogs } from "./OtherDialogs";
import { CodeBadge } from "../parts/Badge";
import { Look } from "../parts/Look";
import { exerciseTime, zulu } from "../parts/times";
import { post, Refused } from "../server/api";
import type { ClockNow } from "../stream/frames";
import { ROOM } from "../words/room";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t, type Phrase } from "../words/words";
import { useDesk } from "./desk";
import { isSounding, setSound } from "./sound";
import type { Opened } from "./useRoomState";

interface Props {
  opened: Opened;
  node: string;
  onLookAt: (node: string) => void;
}

/** The top of the room: what is played, when it is, how it stands, and the one gesture for something real. */
export function Header({ opened, node, onLookAt }: Props) {
  const { room } = useDesk();
  const me = room.me.value;
  return (
    <header class="room-header">
      <div class="who">
        <h1>{opened.exercise.value.name}</h1>
        <span class="seat" title={`${t(ROOM.seat)} ${me.seat_id}`}>
          <bdi>{term(me.nation === "" ? me.side : me.nation)}</bdi>
        </span>
        <Alert />
        {room.truth !== null && <LookAt node={node} onLookAt={onLookAt} />}
      </div>
      <Clock opened={opened} />
      <ClockTools />
      <div class="controls">
        <LinkState />
        <OtherDialogs />
        <Look />
        <button type="button" class="quiet" aria-pressed={isSounding.value} onClick={() => setSound(!isSounding.value)}>
          {t(isSounding.value ? ROOM.sound_on : ROOM.sound_off)}
        </button>
        <NoDuff />
      </div>
    </header>
  );
}

function Alert() {
  const { room } = useDesk();
  const own = room.picture.section("alert").value.get(room.picture.node.value);
  if (own === undefined) return null;
  return (
    <span class="alert-state">
      {t(ROOM.alert)} <CodeBadge code={own.level} />
    </span>
  );
}

function LookAt({ node, onLookAt }: { node: string; onLookAt: (node: string) => void }) {
  const { room } = useDesk();
  const names = [...(room.truth?.section("postures").value.keys() ?? [])];
  return (
    <label class="look-at">
      <span>{t(ROOM.looking_at)}</span>{" "}
      <select value={node} onChange={(event) => onLookAt(event.currentTarget.value)}>
        <option value="">{t(ROOM.truth)}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Clock({ opened }: { opened: Opened }) {
  const { room } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const { time_ms, utc_ms, dtg } = room.picture.moment.value;
  const clock = room.picture.clock.value;
  const hasStarted = time_ms > 0 || opened.exercise.value.clock.state !== "before_startex";
  return (
    <div class="clock" role="group" aria-label={t(ROOM.clock)}>
      <span class="clock-time">{exerciseTime(time_ms)}</span>
      <button type="button" class="clock-dtg" title={t(ROOM.local_times)} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {dtg.Z} <small>{zulu(utc_ms)}</small>
        <span class="unseen">{t(ROOM.local_times)}</span>
      </button>
      <span class={`clock-state ${clock.is_paused ? "is-paused" : "is-running"}`}>{t(stateOf(clock, hasStarted))}</span>
      {clock.speed_ratio !== 1 && <span class="clock-speed">×{clock.speed_ratio}</span>}
      {!clock.is_scored && hasStarted && !clock.is_paused && <span class="not-scored">{t(ROOM.not_scored)}</span>}
      {isOpen && (
        <ul class="local-times">
          {Object.entries(dtg)
            .filter(([name]) => name !== "Z")
            .map(([name, group]) => (
              <li key={name}>
                <bdi>{term(name)}</bdi> <b>{group}</b>
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}

function stateOf(clock: ClockNow, hasStarted: boolean): Phrase {
  if (clock.is_over) return ROOM.over;
  if (!hasStarted) return ROOM.before;
  if (clock.until_event) return ROOM.to_event;
  return clock.is_paused ? ROOM.paused : ROOM.running;
}

function LinkState() {
  const { room } = useDesk();
  const link = room.link.value;
  const said = t(link === "live" ? ROOM.live : link === "joining" ? ROOM.joining : ROOM.link_lost);
  return (
    <span class={`link-state is-${link}`} role="status" title={said}>
      <span>{said}</span>
    </span>
  );
}

/** One press stops play for everyone; nobody is asked twice, and nobody why. */
function NoDuff() {
  const [fault, setFault] = useState("");
  const stop = (): void => {
    post("/real-world/stop").then(
      () => setFault(""),
      (error: unknown) => setFault(error instanceof Refused && error.message !== "" ? error.message : t(ROOM.unanswered)),
    );
  };
  return (
    <>
      <button type="button" class="no-duff" title={t(ROOM.no_duff_about)} onClick={stop}>
        {t(ROOM.no_duff)}
      </button>
      {fault !== "" && (
        <span class="fate is-refused" role="alert">
          {spoken(fault)}
        </span>
      )}
    </>
  );
}
