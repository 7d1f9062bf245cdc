import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Look } from "../parts/Look";
import { welcome, type Welcome } from "../server/welcome";
import { EXERCISE } from "../stream/film";
import "../style/first.css";
import "../style/officer.css";
import "../style/replay.css";
import { LOBBY } from "../words/first";
import { REPLAY } from "../words/replay";
import { spoken } from "../words/said";
import { t } from "../words/words";
import { Clock } from "./replay/Clock";
import { Otherwise } from "./replay/Otherwise";
import { SideView } from "./replay/SideView";
import { useReplay, type Replay as Replaying } from "./replay/useReplay";
import { SHOWN } from "./watch/story";

/** Any moment again, as any side knew it; two sides at a time; and otherwise from there. */
export default function Replay() {
  const replay = useReplay();
  const told = useSignal<Welcome | null>(null);
  const fault = useSignal("");
  useEffect(() => {
    welcome().then(
      (answer) => {
        told.value = answer;
        const asked = new URLSearchParams(location.search).get("source");
        if (asked !== null) replay.open(asked);
        else if (answer.me !== null) replay.open(EXERCISE);
        else if (answer.is_open) replay.open(SHOWN);
      },
      (error: unknown) => (fault.value = error instanceof Error ? error.message : String(error)),
    );
  }, []);
  const why = fault.value || replay.fault.value;
  return (
    <main class="replay">
      <header class="watch-top">
        <a class="brand" href="/">
          Tocsin
        </a>
        <h1>{t(REPLAY.title)}</h1>
        {told.value !== null && <Source replay={replay} told={told.value} />}
        {told.value?.me != null && <a href="/room">{t(LOBBY.back)}</a>}
        <Look />
      </header>
      {why !== "" && (
        <p class="fault" role="alert">
          {t(REPLAY.fault, { why: spoken(why) })}
        </p>
      )}
      {told.value !== null && replay.source.value === "" && <p class="fault">{t(REPLAY.noSeat)}</p>}
      {replay.source.value !== "" && (
        <>
          <div class="replay-sides">
            {replay.sides.map((side, place) => (
              <SideView key={place} replay={replay} side={side} place={place === 0 ? 0 : 1} />
            ))}
          </div>
          <Clock replay={replay} />
          <Otherwise replay={replay} />
        </>
      )}
    </main>
  );
}

function Source({ replay, told }: { replay: Replaying; told: Welcome }) {
  return (
    <label class="replay-source">
      {t(REPLAY.source)}{" "}
      <select value={replay.source.value} onChange={(event) => replay.open(event.currentTarget.value)}>
        {told.me !== null && <option value={EXERCISE}>{t(REPLAY.exercise)}</option>}
        {told.scenarios.map(({ name, title }) => (
          <option key={name} value={name}>
            {spoken(title)}
          </option>
        ))}
        {told.scenarios.length === 0 && told.is_open && <option value={SHOWN}>{SHOWN}</option>}
      </select>
    </label>
  );
}
