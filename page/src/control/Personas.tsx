import { useState } from "preact/hooks";
import "../style/control.css";
import { Fate } from "../orders/Fate";
import { LONGEST_TEXT } from "../orders/values";
import { Board, Nothing } from "../parts/Board";
import { exerciseTime } from "../parts/times";
import { useDesk } from "../room/desk";
import { useRoom } from "../screens/room";
import { get } from "../server/api";
import { BOARDS } from "../words/boards";
import { CONTROL } from "../words/control";
import { term } from "../words/terms";
import { t } from "../words/words";
import { useAsked } from "./asked";
import { injectsOf } from "./injects";
import { OfTruth } from "./OfTruth";

const NAME = "personas";
const ALL = "";

/** Control speaks as whoever is not played: a third state, a newspaper, a ministry. */
export default function PersonasBoard() {
  return (
    <OfTruth>
      <Personas />
    </OfTruth>
  );
}

function Personas() {
  const { picture } = useRoom();
  const [answers, setAnswers] = useState({ text: "", to: ALL });
  const texts = [...picture.section("texts").value].map(([key, text]) => ({ key, ...text })).sort((one, other) => other.time_ms - one.time_ms);
  return (
    <Board name={t(CONTROL.personas)}>
      <Writer answers={answers} onSaid={() => setAnswers({ text: "", to: ALL })} />
      <h3>{t(CONTROL.said_so_far)}</h3>
      {texts.length === 0 && <Nothing>{t(CONTROL.nothing_said)}</Nothing>}
      <ol class="cards">
        {texts.map((text) => (
          <li key={text.key} class={`card ${text.is_request && text.answered_by === "" ? "is-unread" : ""}`}>
            <p class="event-line">
              <b>
                <bdi>{text.sender}</bdi> → <bdi>{term(text.to)}</bdi>
              </b>
              <span>{exerciseTime(text.time_ms)}</span>
              {text.is_request && text.answered_by === "" && <span class="badge tone-warn">{t(BOARDS.request_open)}</span>}
            </p>
            <p dir="auto">{text.text}</p>
            {text.sender !== "control" && text.to === "control" && (
              <button type="button" class="quiet" onClick={() => setAnswers({ text: text.text_id, to: text.sender })}>
                {t(BOARDS.answer)}
              </button>
            )}
          </li>
        ))}
      </ol>
    </Board>
  );
}

function Writer({ answers, onSaid }: { answers: { text: string; to: string }; onSaid: () => void }) {
  const { giving, mine } = useDesk();
  const { picture } = useRoom();
  const [speaker, setSpeaker] = useState("");
  const [to, setTo] = useState(ALL);
  const [text, setText] = useState("");
  const nations = useAsked(() => get<{ parties: string[] }>("/exercise"), 0).answer?.parties ?? [];
  const known = [...new Set(injectsOf(picture).map((inject) => inject.sender))].filter((name) => name !== "" && !nations.includes(name));
  const whom = answers.text === "" ? to : answers.to;
  if (!mine.value.has("Say")) return null;
  const say = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") return;
    const order = (nation: string): Promise<boolean> =>
      giving.order(`${NAME}/${nation}`, { type: "Say", to: nation, text, speaker, is_request: false, answers: answers.text });
    const said = await Promise.all((whom === ALL ? nations : [whom]).map(order));
    if (!said.every(Boolean)) return;
    setText("");
    onSaid();
  };
  return (
    <form class="say-form" onSubmit={(event) => void say(event)}>
      <div class="say-row">
        <label>
          {t(CONTROL.speak_as)}
          <input list="personas-known" autocomplete="off" dir="auto" value={speaker} placeholder="control" onInput={(event) => setSpeaker(event.currentTarget.value)} />
        </label>
        <datalist id="personas-known">
          {known.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <label>
          {t(CONTROL.speak_to)}
          <select value={whom} onChange={(event) => setTo(event.currentTarget.value)}>
            <option value={ALL}>{t(CONTROL.speak_all)}</option>
            {nations.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {answers.text !== "" && (
          <span class="chip">
            {t(BOARDS.answers_text, { text: answers.text })}
            <button type="button" onClick={onSaid}>
              ✕
            </button>
          </span>
        )}
      </div>
      <p class="hint">{t(CONTROL.persona_hint)}</p>
      <textarea rows={3} dir="auto" aria-label={t(CONTROL.say)} maxLength={LONGEST_TEXT} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <div class="say-row">
        <button type="submit" class="action" disabled={text.trim() === ""}>
          {t(CONTROL.say)}
        </button>
        {nations.map((name) => (
          <Fate key={name} tag={`${NAME}/${name}`} />
        ))}
      </div>
    </form>
  );
}
