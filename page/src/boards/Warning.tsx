import { Board, Fact, Nothing } from "../parts/Board";
import { CodeBadge, OriginBadge } from "../parts/Badge";
import { Age, Countdown } from "../parts/Countdown";
import { bearing, kilometres, latLon, percent, seconds } from "../parts/measures";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { samePick, useDesk, useRows, type Rows, type Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import { useRoom } from "../screens/room";
import type { EventItem } from "../stream/sections";
import { BOARDS } from "../words/boards";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";
import { eventVerbs } from "./eventVerbs";
import { byUrgency, originOf } from "./order";

const NAME = "warning";

/** Events under assessment, the one that comes down first on top. */
export default function Warning() {
  const room = useRoom();
  const { picture } = room;
  const events = byUrgency([...picture.section("events").value]);
  const rows = useRows(NAME, events.map(([key]) => ({ section: "events", key })), eventVerbs(room));
  if (events.length === 0) {
    return (
      <Board name={t(BOARDS.warning)}>
        <Nothing>{t(BOARDS.warning_none)}</Nothing>
      </Board>
    );
  }
  return (
    <Board name={t(BOARDS.warning)}>
      <ol class="events">
        {events.map(([key, event]) => (
          <EventCard key={key} name={key} event={event} rows={rows} />
        ))}
      </ol>
    </Board>
  );
}

function EventCard({ name, event, rows }: { name: string; event: EventItem; rows: Rows }) {
  const row: Pick = { section: "events", key: name };
  const isPicked = samePick(rows.picked, row);
  return (
    <li class={`event is-${event.assessment} ${isPicked ? "picked" : ""}`}>
      <button type="button" class="event-head" aria-expanded={isPicked} onClick={() => rows.pick(row)}>
        <span class="digit" aria-hidden="true">
          {rows.digitOf(name)}
        </span>
        <code class="event-code">{name}</code>
        <span class="event-class">{term(event.generic_class)}</span>
        <OriginBadge origin={originOf(event)} title={sourcesOf(event)} />
        <CodeBadge code={event.assessment} />
        <Impact event={event} />
      </button>
      <EventLine event={event} />
      {isPicked && <EventDetail name={name} event={event} />}
      {isPicked && <Verbs board={NAME} verbs={rows.verbs} row={row} />}
      {!isPicked && event.assessment === "under_assessment" && <Verbs board={NAME} verbs={rows.verbs.filter(isAssessing)} row={row} />}
    </li>
  );
}

/** Whether a verb stands on an event that is not picked: what every event waits for. */
const isAssessing = (verb: Verb): boolean => verb.group === BOARDS.assess || verb.group === BOARDS.propose;

function sourcesOf(event: EventItem): string {
  return [...event.own_sources, ...event.received_sources].join(", ");
}

function Impact({ event }: { event: EventItem }) {
  const { picture } = useRoom();
  if (event.impact === null) return <span class="event-impact quiet">{t(BOARDS.no_impact)}</span>;
  return (
    <span class="event-impact">
      <small>{t(event.is_impact_stale ? BOARDS.impact_stale : BOARDS.impact_in)}</small>
      <Countdown picture={picture} untilMs={event.impact.time_ms} />
    </span>
  );
}

/** What is said of an event in one line: confidence, notices, areas, what the partner takes it for. */
function EventLine({ event }: { event: EventItem }) {
  const areas = Object.entries(event.impact?.areas ?? {});
  return (
    <p class="event-line">
      <span>
        {t(BOARDS.confidence)} <b>{term(event.confidence)}</b>
        {event.received_sources.length > 0 && <small> ({t(BOARDS.reported, { level: term(event.reported_confidence) })})</small>}
      </span>
      <span>
        {t(BOARDS.notices_word)} <b>{term(event.verdict)}</b> {event.matched_notice !== "" && <code>{event.matched_notice}</code>}
      </span>
      {event.partner_assessment !== "under_assessment" && (
        <span>
          {t(BOARDS.partner_says)} <b>{term(event.partner_assessment)}</b>
        </span>
      )}
      {areas.map(([area, probability]) => (
        <span key={area} class="area">
          <bdi title={area}>{term(area)}</bdi> <b>{percent(probability)}</b>
        </span>
      ))}
    </p>
  );
}

function EventDetail({ name, event }: { name: string; event: EventItem }) {
  const { picture } = useRoom();
  const { launch, impact } = event;
  const told = Object.entries(event.told);
  return (
    <dl class="facts">
      <Fact name={t(BOARDS.opened)}>
        {exerciseTime(event.opened_ms)}, <Age picture={picture} sinceMs={event.opened_ms} />
      </Fact>
      {launch !== null && (
        <Fact name={t(BOARDS.launch)}>
          {exerciseTime(launch.time_ms)} ± {seconds(launch.time_sigma_ms)} · {latLon(launch.point.lat_rad, launch.point.lon_rad)} · {bearing(launch.azimuth_rad)}
        </Fact>
      )}
      {impact !== null && (
        <Fact name={t(BOARDS.impact)}>
          {exerciseTime(impact.time_ms)} ± {seconds(impact.time_sigma_ms)} · {latLon(impact.place.lat_rad, impact.place.lon_rad)} · {kilometres(impact.range_m)} ·{" "}
          <bdi>{impact.threatens.map(term).join(", ")}</bdi>
        </Fact>
      )}
      <Fact name={t(BOARDS.own_sources)}>{event.own_sources.length === 0 ? t(BOARDS.no_one) : sourcesSaid(event.own_kinds, event.own_sources)}</Fact>
      <Fact name={t(BOARDS.received_sources)}>
        {event.received_sources.length === 0 ? t(BOARDS.no_one) : sourcesSaid(event.partner_kinds, event.received_sources)}
      </Fact>
      {event.public_name !== "" && (
        <Fact name={t(BOARDS.known_as)}>
          <code>{event.public_name}</code>
        </Fact>
      )}
      {told.length > 0 && <Fact name={t(BOARDS.told)}>{told.map(([partner, type]) => `${term(partner)}: ${term(type)}`).join(", ")}</Fact>}
      <Fact name={t(BOARDS.objects)}>{event.objects.length === 0 ? t(BOARDS.no_one) : event.objects.map((held) => `${held.name} (${term(held.flies)})`).join(", ")}</Fact>
      {event.displays > 0 && <Fact name={t(BOARDS.displays)}>{t(BOARDS.displays_say, { shown: event.n_shown, on: event.shown_on, all: event.displays })}</Fact>}
      <Answers name={name} />
      <Advice name={name} />
    </dl>
  );
}

const sourcesSaid = (kinds: readonly string[], sources: readonly string[]): string =>
  [kinds.map(term).join(", "), sources.join(", ")].filter((part) => part !== "").join(" · ");

/** What was asked of an event, and what came back. */
function Answers({ name }: { name: string }) {
  const { picture } = useRoom();
  const found = [...picture.section("answers").value].filter(([key]) => key.startsWith(`${name}/`));
  return found.map(([key, answer]) => (
    <Fact key={key} name={t(BOARDS.asked_of, { whom: term(key.slice(name.length + 1)) })}>
      {answer.is_answered ? <bdi>{spoken(answer.text)}</bdi> : t(BOARDS.no_answer_yet)}
      {answer.says !== null && <CodeBadge code={answer.says} />}
    </Fact>
  ));
}

/** What the engine proposes: the plans of its allocation.  It says nothing else, and nothing is made up here. */
function Advice({ name }: { name: string }) {
  const { picture } = useRoom();
  const desk = useDesk();
  const plans = [...picture.section("plans").value].filter(([, plan]) => plan.event_id === name && plan.proposed > 0);
  if (plans.length === 0) return null;
  return (
    <Fact name={t(BOARDS.proposed)}>
      {plans.map(([key, plan]) => (
        <button key={key} type="button" class="link" onClick={() => (desk.room.picked.value = { section: "plans", key })}>
          {plan.battery_id} × {plan.proposed}
        </button>
      ))}
    </Fact>
  );
}
