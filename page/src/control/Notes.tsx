import { useState } from "preact/hooks";
import "../style/control.css";
import { LONGEST_TEXT } from "../orders/values";
import { Board, Nothing } from "../parts/Board";
import { exerciseTime } from "../parts/times";
import { useRoom } from "../screens/room";
import { get, post } from "../server/api";
import { CONTROL } from "../words/control";
import { term } from "../words/terms";
import { t } from "../words/words";
import { useAsked } from "./asked";
import { FaultLine } from "./Fault";
import { injectsOf } from "./injects";
import { OfTruth } from "./OfTruth";

const ASK_AGAIN_MS = 10_000;

interface Note {
  seat: string;
  text: string;
  at_ms: number;
  pinned_to: string;
  objective: string;
}

interface Told {
  notes: readonly Note[];
}

/** What observers saw, each note pinned to a moment, and to an event or a record if to any. */
export default function NotesBoard() {
  return (
    <OfTruth>
      <Notes />
    </OfTruth>
  );
}

function Notes() {
  const { answer, fault, take } = useAsked(() => get<Told>("/notes"), ASK_AGAIN_MS);
  const notes = [...(answer?.notes ?? [])].sort((one, other) => other.at_ms - one.at_ms);
  return (
    <Board name={t(CONTROL.notes)}>
      <Writer onWrite={(note) => take(post<Told>("/notes", note))} />
      <FaultLine fault={fault} />
      {notes.length === 0 && <Nothing>{t(CONTROL.note_none)}</Nothing>}
      <ol class="cards">
        {notes.map((note, at) => (
          <li key={`${note.at_ms}/${at}`} class="card">
            <p class="event-line">
              <b>{exerciseTime(note.at_ms)}</b>
              <code>{note.seat}</code>
              {note.pinned_to !== "" && <bdi>{note.pinned_to}</bdi>}
              {note.objective !== "" && <span>{term(note.objective)}</span>}
            </p>
            <p dir="auto">{note.text}</p>
          </li>
        ))}
      </ol>
    </Board>
  );
}

function Writer({ onWrite }: { onWrite: (note: { text: string; at_ms: number; pinned_to: string; objective: string }) => void }) {
  const { picture, picked } = useRoom();
  const [text, setText] = useState("");
  const [heldMs, setHeldMs] = useState(-1);
  const [pinned, setPinned] = useState("");
  const [objective, setObjective] = useState("");
  const nowMs = picture.moment.value.time_ms;
  const objectives = [...new Set(injectsOf(picture).map((inject) => inject.objective))].filter((name) => name !== "");
  const suggested = picked.value?.key ?? "";
  const write = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    onWrite({ text, at_ms: heldMs, pinned_to: pinned, objective });
    setText("");
    setHeldMs(-1);
    setPinned("");
  };
  return (
    <form class="say-form" onSubmit={write}>
      <label>
        {t(CONTROL.note_text)}
        <textarea rows={3} dir="auto" maxLength={LONGEST_TEXT} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div class="say-row">
        <span>{t(CONTROL.note_now, { at: exerciseTime(heldMs < 0 ? nowMs : heldMs) })}</span>
        <button type="button" aria-pressed={heldMs >= 0} onClick={() => setHeldMs(heldMs < 0 ? nowMs : -1)}>
          {t(heldMs < 0 ? CONTROL.note_hold : CONTROL.note_free)}
        </button>
      </div>
      <div class="say-row">
        <label>
          {t(CONTROL.note_pin)}
          <input list="note-pins" autocomplete="off" value={pinned} onInput={(event) => setPinned(event.currentTarget.value)} />
        </label>
        <datalist id="note-pins">
          {[suggested, ...picture.section("injects").value.keys(), ...picture.section("launches").value.keys()].filter((name) => name !== "").map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <label>
          {term("objective")}
          <select value={objective} onChange={(event) => setObjective(event.currentTarget.value)}>
            <option value="">–</option>
            {objectives.map((name) => (
              <option key={name} value={name}>
                {name.replaceAll("-", " ")}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="action" disabled={text.trim() === ""}>
          {t(CONTROL.note_write)}
        </button>
      </div>
    </form>
  );
}
