import { useEffect, useMemo, useState } from "preact/hooks";
import { Board, Nothing } from "../parts/Board";
import { SortTable, type Column } from "../parts/SortTable";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { useDesk, useRows, type Verb } from "../room/desk";
import { useRoom } from "../screens/room";
import type { Line } from "../stream/frames";
import { nodeOf, Past } from "../stream/past";
import { BOARDS } from "../words/boards";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t, type Phrase } from "../words/words";
import { messageOf, MESSAGE_KINDS, type Message, type Way } from "./messages";
import { MessageDetail } from "./MessageDetail";

const NAME = "traffic";
const MOST_ROWS = 200; // drawn at once
type Filter = "all" | "unread" | Way;

const FILTERS: readonly [Filter, Phrase][] = [
  ["all", BOARDS.all],
  ["unread", BOARDS.unread],
  ["received", BOARDS.way_received],
  ["sent", BOARDS.way_sent],
  ["held", BOARDS.way_held],
  ["refused", BOARDS.way_refused],
];

/** A message that is on its way stands twice in the truth: as it was sent, and as it came. */
const keyOf = (message: Message): string => `${message.way === "sent" ? "sent " : ""}${message.id}`;

/** Return the newest messages first. */
function newestFirst(past: readonly Line[], now: readonly Line[]): Message[] {
  const found: Message[] = [];
  for (const line of [...past, ...now]) {
    const message = messageOf(line);
    if (message !== null) found.push(message);
  }
  return found.reverse();
}

/** Everything that was said over the links: what came, what went, what the agreement held back. */
export default function Traffic() {
  const { picture, truth } = useRoom();
  const desk = useDesk();
  const past = useMemo(() => new Past(picture, MESSAGE_KINDS, nodeOf(picture, truth)), [picture]);
  useEffect(() => void past.more(), [past]);
  const [filter, setFilter] = useState<Filter>("all");
  const unread = picture.section("unread").value;
  const [older, newer] = [past.hasGap() ? [] : past.lines.value, picture.records.value];
  const all = useMemo(() => newestFirst(older, newer), [older, newer]);
  const fits = (message: Message): boolean => (filter === "unread" ? unread.has(message.id) : message.way === filter);
  const shown = (filter === "all" ? all : all.filter(fits)).slice(0, MOST_ROWS);
  const readVerb: Verb = {
    letter: "r",
    type: "MarkRead",
    says: BOARDS.mark_read,
    make: (row) => (row !== null && unread.has(row.key) ? { type: "MarkRead", item_id: row.key } : null),
  };
  const rows = useRows(NAME, shown.slice(0, 9).map((message) => ({ section: "messages", key: keyOf(message) })), [readVerb]);
  const readAll = async (): Promise<void> => {
    for (const key of unread.keys()) {
      if (!(await desk.giving.order(`${NAME}/all`, { type: "MarkRead", item_id: key }))) return;
    }
  };
  const tools = (
    <>
      <div class="filters" role="group" aria-label={t(BOARDS.filter)}>
        {FILTERS.map(([name, phrase]) => (
          <button key={name} type="button" aria-pressed={filter === name} onClick={() => setFilter(name)}>
            {t(phrase)}
            {name === "unread" && unread.size > 0 && <span class="count">{unread.size}</span>}
          </button>
        ))}
      </div>
      {unread.size > 0 && rows.verbs.length > 0 && (
        <button type="button" class="quiet" onClick={() => void readAll()}>
          {t(BOARDS.mark_all_read)}
        </button>
      )}
    </>
  );
  return (
    <Board name={t(BOARDS.traffic)} tools={tools}>
      {shown.length === 0 ? (
        <Nothing>{t(BOARDS.no_traffic)}</Nothing>
      ) : (
        <SortTable
          caption={t(BOARDS.traffic)}
          columns={columnsOf(unread, picture.sees.value === "truth")}
          rows={shown}
          keyOf={keyOf}
          digitOf={rows.digitOf}
          picked={rows.picked?.section === "messages" ? rows.picked.key : null}
          onPick={(key) => rows.pick({ section: "messages", key })}
          classOf={(message) => `way-${message.way} ${unread.has(message.id) ? "is-unread" : ""}`}
          below={(message) => (
            <>
              <MessageDetail message={message} />
              <Verbs board={NAME} verbs={rows.verbs} row={{ section: "messages", key: keyOf(message) }} />
            </>
          )}
        />
      )}
      <Older past={past} />
    </Board>
  );
}

function columnsOf(unread: ReadonlyMap<string, unknown>, isTruth: boolean): Column<Message>[] {
  return [
    { id: "way", title: t(BOARDS.way), by: (message) => message.way, cell: (message) => <WayMark way={message.way} isUnread={unread.has(message.id)} /> },
    { id: "time", title: t(BOARDS.time), by: (message) => message.timeMs, isNumber: true, cell: (message) => exerciseTime(message.timeMs) },
    { id: "partner", title: t(BOARDS.partner), by: (message) => message.partner, cell: (message) => <bdi>{isTruth ? `${term(message.node)} ${MARKS[message.way]} ${term(message.partner)}` : term(message.partner)}</bdi> },
    {
      id: "kind",
      title: t(BOARDS.kind),
      by: (message) => message.payload,
      cell: (message) => (
        <>
          {term(message.payload)} {message.msgType !== "" && <small>{term(message.msgType)}</small>}
        </>
      ),
    },
    { id: "about", title: t(BOARDS.about), by: (message) => message.subject, cell: (message) => <code>{message.subject}</code> },
    { id: "why", title: t(BOARDS.by_agreement), by: (message) => message.why, cell: (message) => <bdi>{message.way === "held" || message.way === "refused" ? spoken(term(message.why)) : message.why}</bdi> },
  ];
}

const MARKS: Readonly<Record<Way, string>> = { sent: "→", received: "←", held: "▨", refused: "✕" };
const WAY_NAMES: Readonly<Record<Way, Phrase>> = {
  sent: BOARDS.way_sent,
  received: BOARDS.way_received,
  held: BOARDS.way_held,
  refused: BOARDS.way_refused,
};

function WayMark({ way, isUnread }: { way: Way; isUnread: boolean }) {
  return (
    <span class={`way way-${way}`} title={t(WAY_NAMES[way])}>
      <span aria-hidden="true">{MARKS[way]}</span>
      <span class="unseen">{t(WAY_NAMES[way])}</span>
      {isUnread && (
        <span class="unread-mark" title={t(BOARDS.unread)}>
          ●
        </span>
      )}
    </span>
  );
}

/** The button that brings a page of the past. */
export function Older({ past }: { past: Past }) {
  if (past.isAtStart.value) return <p class="hint">{t(BOARDS.from_start)}</p>;
  return (
    <p class="hint">
      <button type="button" class="quiet" disabled={past.isAsking.value} onClick={() => void past.more()}>
        {t(BOARDS.older)}
      </button>
      {past.fault.value !== "" && <span class="fate is-refused">{spoken(past.fault.value)}</span>}
    </p>
  );
}
