import { Board, Fact, Nothing } from "../parts/Board";
import { Countdown } from "../parts/Countdown";
import { exerciseTime, span } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { samePick, useRows, type Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import { useRoom } from "../screens/room";
import type { Line } from "../stream/frames";
import type { SerialItem, Signatures } from "../stream/sections";
import { BOARDS } from "../words/boards";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";

const NAME = "calendar";

type Serial = SerialItem & { key: string };

/** The serials of the exercise; a change of watch is signed by who goes and by who comes. */
export default function Calendar() {
  const { picture } = useRoom();
  const serials = [...picture.section("serials").value].map(([key, item]): Serial => ({ ...item, key })).sort((one, other) => one.time_ms - other.time_ms);
  const signing = (letter: string, isIncoming: boolean): Verb => ({
    letter,
    type: "SignHandover",
    says: isIncoming ? BOARDS.sign_in : BOARDS.sign_out,
    make: (row) => {
      const serial = serials.find(({ key }) => key === row?.key);
      const isOpen = serial?.is_listed === true && serial.signed === undefined && (isIncoming ? serial.incoming : serial.outgoing) === "";
      return isOpen ? { type: "SignHandover", serial_id: serial.key, is_incoming: isIncoming } : null;
    },
  });
  const rows = useRows(NAME, serials.map(({ key }) => ({ section: "serials", key })), [signing("o", false), signing("i", true)]);
  return (
    <Board name={t(BOARDS.calendar)}>
      {serials.length === 0 && <Nothing>{t(BOARDS.no_serials)}</Nothing>}
      <ol class="cards">
        {serials.map((serial) => {
          const row: Pick = { section: "serials", key: serial.key };
          const isPicked = samePick(rows.picked, row);
          return (
            <li key={serial.key} class={`card ${isPicked ? "picked" : ""} ${serial.time_ms < picture.moment.value.time_ms ? "is-past" : ""}`}>
              <button type="button" class="card-head" aria-expanded={isPicked} onClick={() => rows.pick(row)}>
                <span class="digit" aria-hidden="true">
                  {rows.digitOf(serial.key)}
                </span>
                <span>{exerciseTime(serial.time_ms)}</span>
                <b>{term(serial.kind)}</b>
                {serial.nation !== undefined && serial.nation !== "" && <bdi>{term(serial.nation)}</bdi>}
                <bdi>{spoken(serial.text)}</bdi>
                {serial.duration_ms > 0 && <small>{span(serial.duration_ms)}</small>}
                <Countdown picture={picture} untilMs={serial.time_ms} />
              </button>
              {serial.is_listed && <Handover serial={serial} open={openItems(picture.records.value, serial.key)} />}
              {(isPicked || serial.is_listed) && <Verbs board={NAME} verbs={rows.verbs} row={row} />}
            </li>
          );
        })}
      </ol>
    </Board>
  );
}

interface OpenItem {
  kind: string;
  item_id: string;
  since_ms: number;
}

/** Return what was open when a watch changed, as far as the newest records hold it. */
function openItems(records: readonly Line[], serialId: string): readonly OpenItem[] {
  const listed = records.findLast((line) => line.kind === "HandoverListed" && line.body.serial_id === serialId);
  return Array.isArray(listed?.body.items) ? (listed.body.items as OpenItem[]) : [];
}

function Handover({ serial, open }: { serial: Serial; open: readonly OpenItem[] }) {
  const { outgoing = "", incoming = "" } = serial;
  const signed: readonly [nation: string, signatures: Signatures][] = serial.signed === undefined ? [["", { outgoing, incoming }]] : Object.entries(serial.signed);
  return (
    <dl class="facts">
      {signed.map(([nation, by]) => (
        <Signed key={nation} nation={nation} by={by} />
      ))}
      {open.map((item) => (
        <Fact key={item.item_id} name={term(item.kind)}>
          <code>{item.item_id}</code> {item.since_ms >= 0 && exerciseTime(item.since_ms)}
        </Fact>
      ))}
    </dl>
  );
}

/** Who goes and who comes at one nation, which the truth names. */
function Signed({ nation, by }: { nation: string; by: Signatures }) {
  const named = (what: string): string => (nation === "" ? what : `${nation}: ${what}`);
  return (
    <>
      <Fact name={named(t(BOARDS.outgoing))}>{by.outgoing === "" ? t(BOARDS.not_signed) : term(by.outgoing)}</Fact>
      <Fact name={named(t(BOARDS.incoming))}>{by.incoming === "" ? t(BOARDS.not_signed) : term(by.incoming)}</Fact>
    </>
  );
}
