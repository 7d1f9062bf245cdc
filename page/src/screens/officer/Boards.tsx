import { useComputed, type ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { exerciseTime, span } from "../../parts/times";
import type { Decided } from "../../server/officer";
import type { Picture } from "../../stream/picture";
import type { EventItem } from "../../stream/sections";
import { KNEW } from "../../words/first";
import { OFFICER } from "../../words/officer";
import { term } from "../../words/terms";
import { t, type Phrase } from "../../words/words";
import { named } from "../../words/places";
import { spoken } from "../../words/said";

const SURE = 0.5;

function Card({ name, children }: { name: Phrase; children: ComponentChildren }) {
  return (
    <section class="desk-card" aria-label={t(name)}>
      <h2>{t(name)}</h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: Phrase; children: ComponentChildren }) {
  return (
    <>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What is on the warning board, the newest first. */
export function EventCards({ picture, timeMs }: { picture: Picture; timeMs: ReadonlySignal<number> }) {
  const events = [...picture.section("events").value.entries()].sort((a, b) => b[1].opened_ms - a[1].opened_ms);
  const second = useComputed(() => Math.floor(timeMs.value / 1000) * 1000).value;
  return (
    <Card name={OFFICER.events}>
      {events.length === 0 && <p class="nothing">{t(OFFICER.noEvents)}</p>}
      {events.map(([id, event]) => (
        <article key={id} class={`event is-${event.assessment}`}>
          <h3>
            {id} <small>{exerciseTime(event.opened_ms)}</small>
          </h3>
          <dl>
            <Fact name={OFFICER.confidence}>{term(event.confidence)}</Fact>
            <Fact name={OFFICER.judged}>{term(event.assessment)}</Fact>
            <Fact name={OFFICER.seenBy}>{kinds(event.own_kinds)}</Fact>
            <Fact name={OFFICER.partnerSays}>{partner(event)}</Fact>
            <Fact name={OFFICER.objects}>{event.n_shown > 0 ? event.n_shown : Math.max(1, event.objects.length)}</Fact>
            {event.displays > 0 && <Fact name={OFFICER.display}>{`${event.shown_on} / ${event.displays}`}</Fact>}
            <Fact name={OFFICER.notice}>{term(event.verdict)}</Fact>
            <Fact name={OFFICER.comesDown}>{where(event, second)}</Fact>
          </dl>
        </article>
      ))}
    </Card>
  );
}

function kinds(seen: readonly string[]): string {
  const words = [...(seen.includes("ir") ? [t(KNEW.ir)] : []), ...(seen.includes("radar") ? [t(KNEW.radar)] : [])];
  return words.length === 0 ? t(OFFICER.nobody) : words.join(" + ");
}

function partner(event: EventItem): string {
  const seen = kinds(event.partner_kinds);
  return event.partner_assessment === "" ? seen : `${seen} · ${term(event.partner_assessment)}`;
}

function where({ impact }: EventItem, nowMs: number): string {
  const [area, share] = Object.entries(impact?.areas ?? {}).sort((a, b) => b[1] - a[1])[0] ?? ["", 0];
  if (impact === null || share < SURE) return t(OFFICER.unknownPlace);
  return t(OFFICER.inTime, { area: named(area), span: span(Math.max(0, impact.time_ms - nowMs)) });
}

/** What was asked, and what came back: by the hot line and on paper. */
export function Telephone({ picture, partner: name, given }: { picture: Picture; partner: string; given: readonly Decided[] }) {
  const told = [...answers(picture), ...consultations(picture, named(name)), ...texts(picture)].sort((a, b) => a[0] - b[0]);
  const asked = given.some(({ decision }) => decision === "ask_partner");
  return (
    <Card name={OFFICER.telephone}>
      {told.length === 0 && <p class="nothing">{asked ? t(OFFICER.asked, { partner: named(name) }) : t(OFFICER.silent)}</p>}
      <ol class="calls-heard">
        {told.map(([timeMs, text]) => (
          <li key={`${timeMs}/${text}`}>
            <time>{exerciseTime(timeMs)}</time> {text}
          </li>
        ))}
      </ol>
    </Card>
  );
}

type Said = [timeMs: number, text: string];

function answers(picture: Picture): Said[] {
  return [...picture.section("answers").value.entries()].map(([key, answer]) => [
    answer.asked_ms,
    `${term(key.split("/").at(-1) ?? key)}: ${answer.is_answered ? spoken(answer.text) : "…"}`,
  ]);
}

function consultations(picture: Picture, partnerName: string): Said[] {
  return [...picture.section("consultations").value.values()].map((item) => {
    const reply = item.reply as { sees_it?: boolean | null; assessment?: string | null } | null;
    if (reply === null) return [item.opened_ms, t(OFFICER.asked, { partner: partnerName })];
    const parts = [
      ...(reply.sees_it == null ? [] : [t(reply.sees_it ? OFFICER.sees : OFFICER.seesNot)]),
      ...(reply.assessment == null ? [] : [t(OFFICER.thinks, { assessment: term(reply.assessment) })]),
    ];
    return [item.opened_ms, t(OFFICER.answered, { partner: partnerName, answer: parts.join("; ") })];
  });
}

function texts(picture: Picture): Said[] {
  return [...picture.section("texts").value.values()].map((text) => [text.time_ms, `${named(text.sender)}: ${text.text}`]);
}

export function SensorList({ picture }: { picture: Picture }) {
  return (
    <Card name={OFFICER.sources}>
      <ul class="plain">
        {[...picture.section("sensors").value.entries()].map(([id, sensor]) => (
          <li key={id} class={sensor.is_in_action ? "" : "is-out"}>
            {id} <span>{term(sensor.kind)}</span> <span>{t(sensor.is_in_action ? OFFICER.works : OFFICER.out)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function NoticeList({ picture }: { picture: Picture }) {
  const notices = [...picture.section("notices").value.values()];
  return (
    <Card name={OFFICER.notices}>
      {notices.length === 0 && <p class="nothing">{t(OFFICER.noNotices)}</p>}
      <ul class="plain">
        {notices.map((notice) => (
          <li key={notice.notice_id}>
            {notice.notice_id} <span>{t(OFFICER.givenBy, { nation: named(notice.given_by) })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
