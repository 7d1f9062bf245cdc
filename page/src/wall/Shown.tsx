import { originOf, byUrgency } from "../boards/order";
import { injectsOf } from "../control/injects";
import { StillMap } from "../map/StillMap";
import { CodeBadge, OriginBadge } from "../parts/Badge";
import { Countdown } from "../parts/Countdown";
import { exerciseTime, zulu } from "../parts/times";
import type { Picture } from "../stream/picture";
import type { EventItem } from "../stream/sections";
import { ROOM } from "../words/room";
import { term } from "../words/terms";
import { t } from "../words/words";
import { WALL } from "../words/wall";
import { CONTROL_WALL, JOINT_WALL } from "./access";
import { findingOf, Findings, JointPlan, Parties } from "./Joint";
import { Newest } from "./Newest";

const MOST_EVENTS = 4;
const MOST_WARNINGS = 3;
const MOST_INJECTS = 4;

interface Props {
  wall: string;
  node: string;
  picture: Picture;
  isOld: boolean;
}

/** What hangs on the wall: the clock, who it is, what presses most, the map, what the public was told, the traffic. */
export function Shown({ wall, node, picture, isOld }: Props) {
  const isControl = wall === CONTROL_WALL;
  const isJoint = wall === JOINT_WALL;
  return (
    <main class={`wall ${isOld ? "is-old" : ""}`}>
      <Top wall={wall} picture={picture} />
      <div class="wall-left">
        {isControl ? <Nations picture={picture} /> : <Events picture={picture} isJoint={isJoint} />}
        {isControl && <Next picture={picture} />}
        {isJoint ? (
          <>
            <Parties picture={picture} />
            <JointPlan picture={picture} />
          </>
        ) : (
          <Warnings picture={picture} />
        )}
      </div>
      <div class="wall-map">
        <StillMap picture={picture} looking={null} />
      </div>
      <Newest node={node} picture={picture} />
    </main>
  );
}

function Top({ wall, picture }: { wall: string; picture: Picture }) {
  const { time_ms, utc_ms, dtg } = picture.moment.value;
  const clock = picture.clock.value;
  const own = picture.section("alert").value.get(picture.node.value);
  const name = wall === CONTROL_WALL ? t(WALL.control) : wall === JOINT_WALL ? t(WALL.joint) : term(wall);
  const state = clock.is_over ? ROOM.over : time_ms === 0 && clock.is_paused ? ROOM.before : clock.is_paused ? ROOM.paused : null;
  return (
    <header class="wall-top">
      <h1>
        <bdi>{name}</bdi>
      </h1>
      {own !== undefined && (
        <span class={`wall-alert is-${own.level}`}>
          <small>{t(ROOM.alert)}</small> {term(own.level)}
        </span>
      )}
      <span class="wall-clock">
        <b>{dtg.Z ?? zulu(utc_ms)}</b> <small>:{zulu(utc_ms).slice(6, 8)}</small>
      </span>
      <span class="wall-time">
        {exerciseTime(time_ms)}
        {clock.speed_ratio !== 1 && <small> ×{clock.speed_ratio}</small>}
      </span>
      {state !== null && <span class="wall-state">{t(state)}</span>}
    </header>
  );
}

/** `isJoint`: a joint cell assesses nothing; what the parties make of an event stands with it. */
function Events({ picture, isJoint }: { picture: Picture; isJoint: boolean }) {
  const nowMs = picture.moment.value.time_ms;
  const all = byUrgency([...picture.section("events").value]);
  const isOver = ([, event]: (typeof all)[number]): boolean => event.impact !== null && event.impact.time_ms < nowMs;
  const events = [...all.filter((item) => !isOver(item)), ...all.filter(isOver)].slice(0, MOST_EVENTS); // what is to come presses more
  return (
    <section aria-label={t(WALL.events)}>
      <h2>{t(WALL.events)}</h2>
      {events.length === 0 && <p class="wall-none">{t(WALL.no_events)}</p>}
      {events.map(([key, event]) => (
        <article key={key} class={`wall-event is-${(isJoint && findingOf(key, picture)) || event.assessment}`}>
          <p>
            <b>{key}</b>{" "}
            {isJoint ? (
              <small>{term(event.generic_class)}</small>
            ) : (
              <>
                <OriginBadge origin={originOf(event)} /> <CodeBadge code={event.assessment} />
              </>
            )}
          </p>
          <p class="wall-due">
            {event.impact === null ? (
              <small>{t(WALL.no_impact)}</small>
            ) : (
              <>
                <Countdown picture={picture} untilMs={event.impact.time_ms} />{" "}
                <small>
                  {t(WALL.impact)}
                  {isJoint && threatened(event) !== "" && ` · ${threatened(event)}`}
                </small>
              </>
            )}
          </p>
          {isJoint ? (
            <Findings event={key} picture={picture} />
          ) : (
            <p class="wall-more">
              {term(event.generic_class)}
              {threatened(event) !== "" && ` · ${t(WALL.threatens, { areas: threatened(event) })}`}
            </p>
          )}
        </article>
      ))}
    </section>
  );
}

const threatened = (event: EventItem): string => event.impact?.threatens.map(term).join(", ") ?? "";

function Nations({ picture }: { picture: Picture }) {
  const bodies = picture.section("bodies").value.size;
  return (
    <section aria-label={t(WALL.nations)}>
      <h2>{t(WALL.nations)}</h2>
      {[...picture.section("postures").value].map(([name, posture]) => (
        <p key={name} class="wall-nation">
          <b>
            <bdi>{term(name)}</bdi>
          </b>
          <span class={`wall-alert is-${posture.level}`}>{term(posture.level)}</span>
          <small>
            {t(WALL.events)} {posture.events}
          </small>
        </p>
      ))}
      <p class="wall-nation">
        <b>{t(WALL.in_flight)}</b> <span>{bodies}</span>
      </p>
    </section>
  );
}

function Next({ picture }: { picture: Picture }) {
  const nowMs = picture.moment.value.time_ms;
  const coming = injectsOf(picture)
    .filter((inject) => inject.next_ms >= nowMs && inject.status !== "fired")
    .slice(0, MOST_INJECTS);
  return (
    <section aria-label={t(WALL.next)}>
      <h2>{t(WALL.next)}</h2>
      {coming.length === 0 && <p class="wall-none">{t(WALL.no_next)}</p>}
      {coming.map((inject) => (
        <p key={inject.inject_id} class="wall-nation">
          <Countdown picture={picture} untilMs={inject.next_ms} />
          <span class="wall-title">
            <bdi>
              {inject.number} {inject.title}
            </bdi>
          </span>
        </p>
      ))}
    </section>
  );
}

function Warnings({ picture }: { picture: Picture }) {
  const standing = [...picture.section("public_warnings").value].filter(([, warning]) => warning.is_standing === true).slice(0, MOST_WARNINGS);
  return (
    <section aria-label={t(WALL.warnings)}>
      <h2>{t(WALL.warnings)}</h2>
      {standing.length === 0 && <p class="wall-none">{t(WALL.no_warnings)}</p>}
      {standing.map(([key, warning]) => (
        <p key={key} class="wall-warning">
          <b>
            <bdi>{warning.areas.map(term).join(", ")}</bdi>
          </b>
          {warning.impact_time_ms > 0 && <Countdown picture={picture} untilMs={warning.impact_time_ms} />}
        </p>
      ))}
    </section>
  );
}
