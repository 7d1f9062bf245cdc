import { useState } from "preact/hooks";
import "../style/control.css";
import "../style/hot_wash.css";
import { useAsked } from "../control/asked";
import { FaultLine } from "../control/Fault";
import { LONGEST_TEXT } from "../orders/values";
import { Board, Nothing } from "../parts/Board";
import { exerciseTime } from "../parts/times";
import { hotWash, LESSON_STATE_NAMES, noteLesson, type Lesson, type LessonGiven } from "../server/hot_wash";
import { HOT_WASH, LESSON_STATES } from "../words/hot_wash";
import { ROOM } from "../words/room";
import { term } from "../words/terms";
import { t } from "../words/words";

const ASK_AGAIN_MS = 8000;
const LONGEST_OWNER = 80;
const TONES: Readonly<Record<Lesson["state"], string>> = { open: "tone-warn", accepted: "", done: "tone-good", rejected: "quiet" };
const stateWord = (state: string): string => (LESSON_STATES[state] === undefined ? state : t(LESSON_STATES[state]));
const nodeWord = (node: string): string => (node === "" ? t(HOT_WASH.all_parties) : term(node));

/** What was learnt, who sees to it, and how far that is. */
export default function Lessons() {
  const { answer, fault, take } = useAsked(hotWash, ASK_AGAIN_MS);
  const [changed, setChanged] = useState("");
  const lessons = [...(answer?.lessons ?? [])].sort((one, other) => other.at_ms - one.at_ms);
  const give = (lesson: LessonGiven): void => {
    take(noteLesson(lesson));
    setChanged("");
  };
  return (
    <Board name={t(HOT_WASH.lessons)}>
      {answer !== null && answer.lesson_nodes.length > 0 && <LessonForm key="new" nodes={answer.lesson_nodes} onGive={give} />}
      <FaultLine fault={fault} />
      {lessons.length === 0 && <Nothing>{t(HOT_WASH.no_lessons)}</Nothing>}
      <ol class="cards">
        {lessons.map((lesson) => (
          <li key={lesson.lesson_id} class={`card lesson is-${lesson.state}`}>
            <p class="event-line">
              <b>{lesson.lesson_id}</b>
              <span class={`badge ${TONES[lesson.state]}`}>{stateWord(lesson.state)}</span>
              <span>
                {t(HOT_WASH.for_whom)}: <bdi>{nodeWord(lesson.node)}</bdi>
              </span>
              {lesson.owner !== "" && (
                <span>
                  {t(HOT_WASH.owner)}: <bdi>{lesson.owner}</bdi>
                </span>
              )}
              <small>
                {exerciseTime(lesson.at_ms)} · {t(HOT_WASH.by)}: {term(lesson.noted_by)}
              </small>
              {lesson.is_mine && changed !== lesson.lesson_id && (
                <button type="button" class="quiet" aria-label={`${lesson.lesson_id}: ${t(HOT_WASH.change)}`} onClick={() => setChanged(lesson.lesson_id)}>
                  {t(HOT_WASH.change)}
                </button>
              )}
            </p>
            {changed === lesson.lesson_id ? <LessonForm lesson={lesson} nodes={[]} onGive={give} onDrop={() => setChanged("")} /> : <p dir="auto">{lesson.text}</p>}
          </li>
        ))}
      </ol>
    </Board>
  );
}

interface FormProps {
  nodes: readonly string[];
  lesson?: Lesson;
  onGive: (lesson: LessonGiven) => void;
  onDrop?: () => void;
}

/** A new lesson, or one that is there with another text, owner or state. */
function LessonForm({ nodes, lesson, onGive, onDrop }: FormProps) {
  const [text, setText] = useState(lesson?.text ?? "");
  const [owner, setOwner] = useState(lesson?.owner ?? "");
  const [state, setState] = useState<Lesson["state"]>(lesson?.state ?? "open");
  const [node, setNode] = useState(nodes.find((name) => name !== "") ?? "");
  const write = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    onGive({ text, owner, state, ...(lesson === undefined ? { node } : { lesson_id: lesson.lesson_id }) });
    if (lesson === undefined) setText("");
  };
  return (
    <form class="say-form" onSubmit={write}>
      <label>
        {t(HOT_WASH.lesson_text)}
        <textarea rows={2} dir="auto" maxLength={LONGEST_TEXT} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div class="say-row">
        {lesson === undefined && (
          <label>
            {t(HOT_WASH.for_whom)}
            <select value={node} onChange={(event) => setNode(event.currentTarget.value)}>
              {nodes.map((name) => (
                <option key={name} value={name}>
                  {nodeWord(name)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {t(HOT_WASH.owner)}
          <input dir="auto" autocomplete="off" maxLength={LONGEST_OWNER} value={owner} onInput={(event) => setOwner(event.currentTarget.value)} />
        </label>
        {lesson !== undefined && (
          <label>
            {t(HOT_WASH.state)}
            <select value={state} onChange={(event) => setState(LESSON_STATE_NAMES.find((name) => name === event.currentTarget.value) ?? "open")}>
              {LESSON_STATE_NAMES.map((name) => (
                <option key={name} value={name}>
                  {stateWord(name)}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit" class="action" disabled={text.trim() === ""}>
          {t(lesson === undefined ? HOT_WASH.note_lesson : HOT_WASH.save)}
        </button>
        {onDrop !== undefined && (
          <button type="button" onClick={onDrop}>
            {t(ROOM.cancel)}
          </button>
        )}
      </div>
    </form>
  );
}
