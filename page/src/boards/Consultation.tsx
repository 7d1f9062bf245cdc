import { Board, Fact, Nothing } from "../parts/Board";
import { CodeBadge } from "../parts/Badge";
import { Countdown } from "../parts/Countdown";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { samePick, useRows, type Rows, type Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import { useRoom, type Room } from "../screens/room";
import type { Assessment, ConsultationItem } from "../stream/sections";
import { BOARDS } from "../words/boards";
import { term, TERMS } from "../words/terms";
import { t } from "../words/words";
import { Withheld } from "./MessageDetail";
import { shownOf } from "./messages";
import { releasedUnder } from "./terms";
import { Value } from "./Value";

const NAME = "consultation";
const SIGNED: readonly [letter: string, assessment: Assessment][] = [
  ["v", "valid"],
  ["a", "anomalous"],
  ["f", "false"],
];

function verbsOf(room: Room): Verb[] {
  const open = (row: Pick | null): ConsultationItem | null => {
    const held = row?.section === "consultations" ? room.picture.section("consultations").value.get(row.key) : undefined;
    return held === undefined || held.closed !== "" ? null : held;
  };
  const isSigned = (held: ConsultationItem): boolean => room.me.value.nation in held.signed;
  return [
    {
      letter: "r",
      type: "Reply",
      says: BOARDS.reply,
      make: (row) => {
        const held = open(row);
        return held === null || held.is_asked_by_us || held.is_replied ? null : { type: "Reply", consultation_id: row?.key };
      },
    },
    ...SIGNED.map(
      ([letter, assessment]): Verb => ({
        letter,
        type: "SignAssessment",
        says: TERMS[assessment] ?? BOARDS.sign,
        group: BOARDS.sign,
        make: (row) => {
          const held = open(row);
          return held === null || isSigned(held) ? null : { type: "SignAssessment", consultation_id: row?.key, assessment };
        },
      }),
    ),
  ];
}

/** Where two watches come to one assessment: what was asked, what was answered, who has signed, until when. */
export default function Consultation() {
  const room = useRoom();
  const all = [...room.picture.section("consultations").value].sort(([, one], [, other]) => Number(one.closed !== "") - Number(other.closed !== "") || other.opened_ms - one.opened_ms);
  const rows = useRows(NAME, all.map(([key]) => ({ section: "consultations", key })), verbsOf(room));
  return (
    <Board name={t(BOARDS.consultation)}>
      {all.length === 0 && <Nothing>{t(BOARDS.no_consultations)}</Nothing>}
      <ol class="cards">
        {all.map(([key, held]) => (
          <Card key={key} name={key} held={held} rows={rows} />
        ))}
      </ol>
    </Board>
  );
}

function Card({ name, held, rows }: { name: string; held: ConsultationItem; rows: Rows }) {
  const { picture } = useRoom();
  const row: Pick = { section: "consultations", key: name };
  const isPicked = samePick(rows.picked, row);
  return (
    <li class={`card ${isPicked ? "picked" : ""} ${held.closed === "" ? "" : "is-past"}`}>
      <button type="button" class="card-head" aria-expanded={isPicked} onClick={() => rows.pick(row)}>
        <span class="digit" aria-hidden="true">
          {rows.digitOf(name)}
        </span>
        <code>{name}</code>
        <span>
          {t(held.is_asked_by_us ? BOARDS.we_ask : BOARDS.they_ask, { partner: term(held.partner) })} {held.own_event_id !== "" && <code>{held.own_event_id}</code>}
        </span>
        {held.closed === "" ? (
          <span class="event-impact">
            <small>{t(BOARDS.deadline)}</small>
            <Countdown picture={picture} untilMs={held.deadline_ms} />
          </span>
        ) : (
          <span class="badge">{term(held.closed)}</span>
        )}
      </button>
      <Signatures held={held} />
      {isPicked && <Said held={held} />}
      {isPicked && <Verbs board={NAME} verbs={rows.verbs} row={row} />}
    </li>
  );
}

function Signatures({ held }: { held: ConsultationItem }) {
  return (
    <p class="event-line">
      {held.signers.map((signer) => (
        <span key={signer}>
          <bdi>{term(signer)}</bdi> {held.signed[signer] === undefined ? <span class="quiet">{t(BOARDS.not_signed)}</span> : <CodeBadge code={held.signed[signer]} />}
        </span>
      ))}
      {held.proposed !== null && (
        <span>
          {t(BOARDS.joint_proposes)} <CodeBadge code={held.proposed} />
        </span>
      )}
      {!held.is_replied && held.reply === null && held.closed === "" && <span class="quiet">{t(BOARDS.no_reply)}</span>}
    </p>
  );
}

function Said({ held }: { held: ConsultationItem }) {
  const { picture } = useRoom();
  const version = picture.section("agreement").value.get("state")?.version;
  const released = releasedUnder(picture, String(version ?? ""));
  const about = (held.asked?.about ?? null) as Record<string, unknown> | null;
  return (
    <dl class="facts">
      <Fact name={t(BOARDS.opened)}>{exerciseTime(held.opened_ms)}</Fact>
      {about !== null &&
        Object.entries(about)
          .filter(([name]) => name !== "type")
          .map(([name, value]) => (
            <Fact key={name} name={term(name)}>
              {shownOf("LaunchReport", name, value, released) === "withheld" ? <Withheld /> : <Value name={name} value={value} />}
            </Fact>
          ))}
      {held.reply !== null && (
        <Fact name={t(BOARDS.reply_says)}>
          {held.reply.assessment === null ? "–" : <CodeBadge code={String(held.reply.assessment)} />}{" "}
          {held.reply.sees_it !== null && t(held.reply.sees_it === true ? BOARDS.sees_it : BOARDS.sees_nothing)}
        </Fact>
      )}
    </dl>
  );
}
