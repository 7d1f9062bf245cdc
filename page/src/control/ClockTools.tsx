import { useEffect, useState } from "preact/hooks";
import "../style/control.css";
import { Dialog } from "../parts/Dialog";
import { useDesk } from "../room/desk";
import { get, post } from "../server/api";
import { welcome } from "../server/welcome";
import { CONTROL } from "../words/control";
import { ROOM } from "../words/room";
import { t, type Phrase } from "../words/words";
import { saidOf } from "./asked";
import { FaultLine } from "./Fault";

const RUNS = ["director", "simulation_control"];
const SPEEDS = [0.5, 1, 2, 5, 10, 20, 60];
const STEPS_S = [1, 10, 60];
const TICK_S = 1;

interface ClockTold {
  state: string;
}

/** Run the clock of everyone: by its role, in an open house whoever sits there. */
export function ClockTools() {
  const { room } = useDesk();
  const { roles } = room.me.value;
  const [isOpen, setOpen] = useState(false);
  const [state, setState] = useState("");
  const [fault, setFault] = useState("");
  const clock = room.picture.clock.value;
  const asked = `${clock.is_paused}${clock.is_over}${room.picture.hellos.value}`;
  useEffect(() => void welcome().then((told) => setOpen(told.is_open), () => undefined), []);
  useEffect(() => void get<ClockTold>("/clock").then((told) => setState(told.state), () => undefined), [asked]);
  const mayRun = isOpen || RUNS.some((role) => roles.includes(role));
  const mayStart = isOpen || roles.includes("director");
  if (!(mayRun || mayStart) || clock.is_over || state === "") return null;
  const call = (path: string, body: unknown = {}): void => {
    post<ClockTold>(path, body).then(
      (told) => {
        setState(told.state);
        setFault("");
      },
      (error: unknown) => setFault(saidOf(error)),
    );
  };
  return (
    <div class="clock-tools" role="group" aria-label={t(CONTROL.clock_tools)}>
      {state === "before_startex" ? (
        mayStart && <Grave says={CONTROL.startex} asks={CONTROL.startex_ask} onYes={() => call("/startex")} />
      ) : (
        <>
          {mayRun && <Running call={call} isPaused={clock.is_paused} speed={clock.speed_ratio} />}
          {roles.includes("director") && <Grave says={CONTROL.endex} asks={CONTROL.endex_ask} onYes={() => call("/endex")} />}
        </>
      )}
      <FaultLine fault={fault} />
    </div>
  );
}

function Running({ call, isPaused, speed }: { call: (path: string, body: unknown) => void; isPaused: boolean; speed: number }) {
  return (
    <>
      <button type="button" onClick={() => call("/clock", { do: isPaused ? "start" : "pause" })}>
        {t(isPaused ? CONTROL.go : CONTROL.pause)}
      </button>
      {isPaused &&
        STEPS_S.map((seconds) => (
          <button key={seconds} type="button" title={t(CONTROL.step, { seconds })} aria-label={t(CONTROL.step, { seconds })} onClick={() => call("/clock", { do: "step", ticks: seconds / TICK_S })}>
            +{seconds} s
          </button>
        ))}
      <button type="button" title={t(CONTROL.next_event)} aria-label={t(CONTROL.next_event)} onClick={() => call("/clock", { do: "next_event" })}>
        <NextEvent />
      </button>
      <select aria-label={t(CONTROL.speed)} title={t(CONTROL.speed)} value={String(speed)} onChange={(event) => call("/clock", { do: "speed", speed_ratio: Number(event.currentTarget.value) })}>
        {[...new Set([...SPEEDS, speed])].sort((one, other) => one - other).map((each) => (
          <option key={each} value={String(each)}>
            ×{each}
          </option>
        ))}
      </select>
    </>
  );
}

function NextEvent() {
  return (
    <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true" fill="currentColor">
      <path d="M0 0l5 5-5 5zM5 0l5 5-5 5zM11 0h2v10h-2z" />
    </svg>
  );
}

/** What is not taken back is asked once more. */
function Grave({ says, asks, onYes }: { says: Phrase; asks: Phrase; onYes: () => void }) {
  const [isAsked, setAsked] = useState(false);
  const yes = (): void => {
    setAsked(false);
    onYes();
  };
  return (
    <>
      <button type="button" class="grave-call" onClick={() => setAsked(true)}>
        {t(says)}
      </button>
      {isAsked && (
        <Dialog title={t(says)} onClose={() => setAsked(false)}>
          <p>{t(asks)}</p>
          <p class="dialog-choice">
            <button type="button" class="action" onClick={yes}>
              {t(says)}
            </button>
            <button type="button" onClick={() => setAsked(false)}>
              {t(ROOM.cancel)}
            </button>
          </p>
        </Dialog>
      )}
    </>
  );
}
