import { useState } from "preact/hooks";
import { Board, Nothing } from "../parts/Board";
import { exerciseTime } from "../parts/times";
import { Fate } from "../orders/Fate";
import { Verbs } from "../orders/Verbs";
import { LONGEST_TEXT } from "../orders/values";
import { useDesk, useRows, type Verb } from "../room/desk";
import { useRoom, type Room } from "../screens/room";
import type { TextItem } from "../stream/sections";
import { BOARDS } from "../words/boards";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";

const NAME = "chat";
const CONTROL = "control";
const MOST_SHOWN = 200;

/** `id`: by which an answer names it; in the truth its key says whose it is as well. */
type Text = TextItem & { key: string; id: string };

/** Whom a text was exchanged with: the own nation among itself, a partner, or control, whoever it speaks as. */
export function channelOf(text: TextItem, own: string, names: readonly string[]): string {
  const other = text.sender === own || text.to !== own ? text.to : text.sender;
  return names.includes(other) ? other : CONTROL;
}

/** Words by channel, and requests for information that are still open. */
export default function Chat() {
  const room = useRoom();
  const own = ownName(room);
  const names = channelsOf(room);
  const [channel, setChannel] = useState("");
  const shownChannel = names.includes(channel) ? channel : (names[0] ?? CONTROL);
  const all: Text[] = [...room.picture.section("texts").value].map(([key, text]) => ({ ...text, key, id: text.text_id }));
  const texts = all.filter((text) => channelOf(text, own, names) === shownChannel).slice(-MOST_SHOWN);
  const open = all.filter((text) => text.is_request && text.answered_by === "");
  const [answers, setAnswers] = useState("");
  const verbs: Verb[] = [
    {
      letter: "r",
      type: "MarkRead",
      says: BOARDS.mark_read,
      make: (row) => (room.picture.section("texts").value.get(row?.key ?? "")?.read_ms === -1 ? { type: "MarkRead", item_id: row?.key } : null),
    },
    { letter: "t", type: "Say", says: BOARDS.write, isForm: true, make: (row) => ({ type: "Say", to: shownChannel, answers: all.find(({ key }) => key === row?.key)?.id ?? "" }) },
  ];
  const rows = useRows(NAME, [...texts].reverse().map(({ key }) => ({ section: "texts", key })), verbs);
  return (
    <Board name={t(BOARDS.chat)} tools={<Channels names={names} shown={shownChannel} onShow={setChannel} texts={all} own={own} />}>
      {open.length > 0 && <p class="hint">{t(BOARDS.open_requests, { count: open.length })}</p>}
      {texts.length === 0 && <Nothing>{t(BOARDS.no_texts)}</Nothing>}
      <ol class="texts" aria-live="polite">
        {texts.map((text) => (
          <li key={text.key} class={`text ${text.sender === own ? "is-ours" : ""} ${text.read_ms === -1 && text.sender !== own ? "is-unread" : ""} ${rows.picked?.key === text.key ? "picked" : ""}`}>
            <button type="button" class="text-head" onClick={() => rows.pick({ section: "texts", key: text.key })}>
              <span class="digit" aria-hidden="true">
                {rows.digitOf(text.key)}
              </span>
              <b>
                <bdi>{term(text.sender)}</bdi>
              </b>
              <span>{exerciseTime(text.time_ms)}</span> <code>{text.id}</code>
              <Request text={text} />
            </button>
            <p dir="auto">{text.text}</p>
            {text.refused !== "" && <p class="fate is-refused">{spoken(term(text.refused))}</p>}
            {rows.picked?.key === text.key && (
              <>
                <Verbs board={NAME} verbs={rows.verbs} row={{ section: "texts", key: text.key }} />
                <button type="button" class="quiet" onClick={() => setAnswers(text.id)}>
                  {t(BOARDS.answer)}
                </button>
              </>
            )}
          </li>
        ))}
      </ol>
      <Writer to={shownChannel} answers={answers} onAnswered={() => setAnswers("")} />
    </Board>
  );
}

/** Under which name this seat's texts go. */
const ownName = (room: Room): string => (room.picture.sees.value === "truth" ? CONTROL : room.picture.node.value);

/** The own channel and everyone who can be written to: a nation's partners and control; of control, every nation. */
function channelsOf(room: Room): string[] {
  if (room.picture.sees.value === "truth") return [...room.picture.section("postures").value.keys(), CONTROL];
  const partners = [...room.picture.section("partners").value.keys()];
  return [ownName(room), ...partners, CONTROL];
}

function Channels({ names, shown, onShow, texts, own }: { names: readonly string[]; shown: string; onShow: (name: string) => void; texts: readonly Text[]; own: string }) {
  const waiting = (name: string): number => texts.filter((text) => channelOf(text, own, names) === name && text.read_ms === -1 && text.sender !== own).length;
  return (
    <div class="filters" role="group" aria-label={t(BOARDS.channel)}>
      {names.map((name) => (
        <button key={name} type="button" aria-pressed={shown === name} onClick={() => onShow(name)}>
          <bdi>{name === own && own !== CONTROL ? t(BOARDS.own_channel, { nation: term(name) }) : name === CONTROL ? t(BOARDS.to_control) : term(name)}</bdi>
          {waiting(name) > 0 && <span class="count">{waiting(name)}</span>}
        </button>
      ))}
    </div>
  );
}

function Request({ text }: { text: TextItem }) {
  if (text.answers !== "") return <small>{t(BOARDS.answers_text, { text: text.answers })}</small>;
  if (!text.is_request) return null;
  return <span class={`badge tone-${text.answered_by === "" ? "warn" : "good"}`}>{t(text.answered_by === "" ? BOARDS.request_open : BOARDS.request_answered)}</span>;
}

function Writer({ to, answers, onAnswered }: { to: string; answers: string; onAnswered: () => void }) {
  const { giving, mine } = useDesk();
  const [text, setText] = useState("");
  const [isRequest, setRequest] = useState(false);
  if (!mine.value.has("Say")) return null;
  const isTooLong = [...text].length > LONGEST_TEXT;
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "" || isTooLong) return;
    if (await giving.order(NAME, { type: "Say", to, text, is_request: isRequest, answers })) {
      setText("");
      setRequest(false);
      onAnswered();
    }
  };
  return (
    <form class="writer" onSubmit={(event) => void send(event)}>
      {answers !== "" && (
        <p class="hint">
          {t(BOARDS.answers_text, { text: answers })}{" "}
          <button type="button" class="quiet" onClick={onAnswered}>
            ✕
          </button>
        </p>
      )}
      <textarea
        rows={2}
        dir="auto"
        value={text}
        aria-label={t(BOARDS.write_to, { to: term(to) })}
        placeholder={t(BOARDS.write_to, { to: term(to) })}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.isComposing) void send(event);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <div class="writer-row">
        <label>
          <input type="checkbox" checked={isRequest} onChange={() => setRequest(!isRequest)} /> {t(BOARDS.as_request)}
        </label>
        <button type="submit" disabled={isTooLong}>
          {t(BOARDS.say)}
        </button>
        {isTooLong ? <span class="fate is-refused">{t(BOARDS.text_too_long, { length: [...text].length, bound: LONGEST_TEXT })}</span> : <Fate tag={NAME} />}
      </div>
    </form>
  );
}
