import { useState } from "preact/hooks";
import "../style/control.css";
import "../style/hot_wash.css";
import { saidOf, useAsked } from "../control/asked";
import { FaultLine } from "../control/Fault";
import { Board, Nothing } from "../parts/Board";
import { draft, hotWash, minutesOf, previewOf, release, type HotWash, type Policy, type Statement as Told } from "../server/hot_wash";
import { FACT_WORDS, HOT_WASH } from "../words/hot_wash";
import { ROOM } from "../words/room";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";

const ASK_AGAIN_MS = 5000;
const factWord = (fact: string): string => (FACT_WORDS[fact] === undefined ? fact : t(FACT_WORDS[fact]));

/** What the public is told of the exercise: drafted as a list of facts, cleared by all, released in fixed words. */
export default function Statement() {
  const { answer, fault, take } = useAsked(hotWash, ASK_AGAIN_MS);
  const [changed, setChanged] = useState<Told | null>(null);
  const give = (id: string, announced: Told["announced"], facts: readonly string[]): void => {
    take(draft(id, announced, facts));
    setChanged(null);
  };
  const statements = [...(answer?.statements ?? [])].reverse();
  return (
    <Board name={t(HOT_WASH.statement)}>
      {answer !== null && <About policy={answer.policy} />}
      <FaultLine fault={fault} />
      {statements.length === 0 && <Nothing>{t(HOT_WASH.no_statements)}</Nothing>}
      <ol class="cards">
        {statements.map((statement) => (
          <li key={statement.statement_id} class={`card statement ${statement.is_released ? "is-out" : ""}`}>
            <Card statement={statement} mayDraft={answer?.policy.may_draft === true} onChange={() => setChanged(statement)} onTold={take} />
          </li>
        ))}
      </ol>
      {answer?.policy.may_draft === true && <DraftForm key={changed?.statement_id ?? ""} policy={answer.policy} changed={changed} onGive={give} onDrop={() => setChanged(null)} />}
    </Board>
  );
}

function About({ policy }: { policy: Policy }) {
  const publicity = policy.publicity === "both" ? t(HOT_WASH.publicity_both) : term(policy.publicity);
  return (
    <p class="hint">
      {policy.publicity === "none" ? t(HOT_WASH.policy_never) : t(HOT_WASH.policy, { publicity, minutes: minutesOf(policy.clear_within_ms) })} {t(HOT_WASH.always_says)}
    </p>
  );
}

interface CardProps {
  statement: Told;
  mayDraft: boolean;
  onChange: () => void;
  onTold: (asked: Promise<HotWash>) => void;
}

function Card({ statement, mayDraft, onChange, onTold }: CardProps) {
  const cleared = statement.facts.filter((fact) => fact.is_cleared).length;
  return (
    <>
      <p class="event-line">
        <b>{statement.statement_id}</b>
        <span class={`badge ${statement.is_released ? "tone-good" : "tone-warn"}`}>{t(statement.is_released ? HOT_WASH.out : HOT_WASH.is_draft)}</span>
        <span>{t(statement.announced === "before" ? HOT_WASH.before : HOT_WASH.after)}</span>
        <small>{t(HOT_WASH.drafted_by, { who: term(statement.drafted_by) })}</small>
        <TimeLeft statement={statement} />
      </p>
      {!statement.is_released && (
        <>
          <p>{t(HOT_WASH.cleared_count, { count: cleared, all: statement.facts.length })}</p>
          <ul class="chips">
            {statement.facts.map(({ fact, is_cleared, lacking }) => (
              <li key={fact} class={`badge ${is_cleared ? "tone-good" : ""}`}>
                {is_cleared ? "✓ " : ""}
                {factWord(fact)}
                {!is_cleared && <small> · {t(HOT_WASH.waits_for, { who: lacking.map(term).join(", ") })}</small>}
              </li>
            ))}
          </ul>
          <Doings statement={statement} mayDraft={mayDraft} onChange={onChange} onTold={onTold} />
        </>
      )}
      {statement.is_released && <Words text={statement.text} />}
    </>
  );
}

function TimeLeft({ statement: { left_ms, is_released, is_late } }: { statement: Told }) {
  if (is_released) return is_late ? <span class="tone-warn">{t(HOT_WASH.went_out_late)}</span> : null;
  if (left_ms === null) return null;
  const minutes = minutesOf(left_ms);
  return <b class={left_ms < 0 ? "tone-bad" : left_ms < 600_000 ? "tone-warn" : ""}>{t(left_ms < 0 ? HOT_WASH.late : HOT_WASH.left, { minutes })}</b>;
}

/** A statement's text: one paragraph a language, a line a sentence. */
function Words({ text }: { text: string }) {
  return (
    <div class="statement-text">
      {text.split("\n\n").map((paragraph, at) => (
        <p key={at} dir="auto">
          {paragraph}
        </p>
      ))}
    </div>
  );
}

function Doings({ statement, mayDraft, onChange, onTold }: CardProps) {
  const [text, setText] = useState("");
  const [says, setSays] = useState("");
  const [isAsked, setAsked] = useState(false);
  const isReady = statement.facts.every((fact) => fact.is_cleared);
  const preview = (): void => {
    setSays(t(HOT_WASH.previewing));
    previewOf(statement.statement_id).then(
      (found) => {
        setText(found);
        setSays("");
      },
      (error: unknown) => setSays(saidOf(error)),
    );
  };
  const let_go = (): void => {
    setAsked(false);
    setSays(t(HOT_WASH.releasing));
    onTold(release(statement.statement_id).finally(() => setSays("")));
  };
  return (
    <>
      <div class="say-row statement-doings">
        <button type="button" onClick={preview}>
          {t(HOT_WASH.preview)}
        </button>
        {mayDraft && (
          <>
            {statement.is_mine && (
              <button type="button" onClick={onChange}>
                {t(HOT_WASH.edit)}
              </button>
            )}
            {!isAsked && (
              <button type="button" class="action" disabled={!isReady} onClick={() => setAsked(true)}>
                {t(HOT_WASH.release)}
              </button>
            )}
            {isAsked && (
              <>
                <span role="alert">{t(HOT_WASH.release_ask)}</span>
                <button type="button" class="action" onClick={let_go}>
                  {t(HOT_WASH.release)}
                </button>
                <button type="button" onClick={() => setAsked(false)}>
                  {t(ROOM.cancel)}
                </button>
              </>
            )}
          </>
        )}
      </div>
      {says !== "" && <p role="status">{spoken(says)}</p>}
      {text !== "" && (
        <>
          <p class="hint">{t(HOT_WASH.preview_about)}</p>
          <Words text={text} />
        </>
      )}
    </>
  );
}

interface FormProps {
  policy: Policy;
  changed: Told | null;
  onGive: (id: string, announced: Told["announced"], facts: readonly string[]) => void;
  onDrop: () => void;
}

/** A new draft, or another one in the place of one that is there. */
function DraftForm({ policy, changed, onGive, onDrop }: FormProps) {
  const [announced, setAnnounced] = useState<Told["announced"]>(changed?.announced ?? (policy.publicity === "announce_before" ? "before" : "after"));
  const [chosen, setChosen] = useState<readonly string[]>(changed?.facts.map(({ fact }) => fact) ?? []);
  const facts = announced === "before" ? policy.facts.filter((fact) => policy.facts_before.includes(fact)) : policy.facts;
  const picked = facts.filter((fact) => chosen.includes(fact));
  const turn = (fact: string): void => setChosen(chosen.includes(fact) ? chosen.filter((known) => known !== fact) : [...chosen, fact]);
  const give = (event: Event): void => {
    event.preventDefault();
    if (picked.length === 0) return;
    onGive(changed?.statement_id ?? "", announced, picked);
    setChosen([]);
  };
  return (
    <form class="say-form draft-form" onSubmit={give}>
      <h3>{changed === null ? t(HOT_WASH.new_draft) : t(HOT_WASH.change_draft, { id: changed.statement_id })}</h3>
      <label>
        {t(HOT_WASH.announced)}
        <select value={announced} onChange={(event) => setAnnounced(event.currentTarget.value === "before" ? "before" : "after")}>
          <option value="before">{t(HOT_WASH.before)}</option>
          <option value="after">{t(HOT_WASH.after)}</option>
        </select>
      </label>
      <fieldset class="inject-group">
        <legend>{t(HOT_WASH.facts)}</legend>
        <div class="ticks">
          {facts.map((fact) => (
            <label key={fact}>
              <input type="checkbox" checked={chosen.includes(fact)} onChange={() => turn(fact)} /> {factWord(fact)}
            </label>
          ))}
        </div>
      </fieldset>
      <div class="say-row">
        <button type="submit" class="action" disabled={picked.length === 0}>
          {t(HOT_WASH.draft)}
        </button>
        {changed !== null && (
          <button type="button" onClick={onDrop}>
            {t(ROOM.cancel)}
          </button>
        )}
      </div>
    </form>
  );
}
