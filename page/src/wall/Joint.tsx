import { CodeBadge } from "../parts/Badge";
import { Countdown } from "../parts/Countdown";
import { percent } from "../parts/measures";
import type { Picture } from "../stream/picture";
import type { ConsultationItem } from "../stream/sections";
import { term } from "../words/terms";
import { t } from "../words/words";
import { WALL } from "../words/wall";

const MOST_PLANNED = 5;
const UNTOLD = -1;

/** How each party stands, as it has told the joint cell. */
export function Parties({ picture }: { picture: Picture }) {
  return (
    <section aria-label={t(WALL.parties)}>
      <h2>{t(WALL.parties)}</h2>
      <p class="wall-parties">
        {[...picture.section("partners").value].map(([name, party]) => (
          <span key={name}>
            <b>
              <bdi>{term(name)}</bdi>
            </b>{" "}
            {party.alert === null ? <small>{t(WALL.not_told)}</small> : <span class={`wall-alert is-${party.alert}`}>{term(party.alert)}</span>}
          </span>
        ))}
      </p>
    </section>
  );
}

/** What the cell proposed about an event, and what each party signed: it decides nothing itself. */
export function Findings({ event, picture }: { event: string; picture: Picture }) {
  const found = [...picture.section("consultations").value.values()].findLast((held) => held.own_event_id === event);
  if (found === undefined) return <p class="wall-more">{t(WALL.not_proposed)}</p>;
  return (
    <p class="wall-more wall-findings">
      {found.proposed !== null && !isEchoed(found) && (
        <span>
          {t(WALL.proposed)} <CodeBadge code={found.proposed} />
        </span>
      )}
      {found.signers.map((party) => (
        <span key={party}>
          <bdi>{term(party)}</bdi> {found.signed[party] === undefined ? t(WALL.unsigned) : <CodeBadge code={found.signed[party]} />}
        </span>
      ))}
    </p>
  );
}

/** Whether somebody has signed, and everybody who has signed what was proposed: it need not be said twice. */
const isEchoed = ({ proposed, signed }: ConsultationItem): boolean => {
  const said = Object.values(signed);
  return said.length > 0 && said.every((found) => found === proposed);
};

const isAgreed = (held: ConsultationItem): boolean => held.closed === "agreed";

/** Return what the parties have agreed on about an event, or what was proposed to them; else nothing. */
export function findingOf(event: string, picture: Picture): string | null {
  const found = [...picture.section("consultations").value.values()].findLast((held) => held.own_event_id === event);
  return found !== undefined && isAgreed(found) ? found.proposed : null;
}

interface Engagement {
  key: string;
  nation: string;
  battery_id: string;
  interceptors: number;
  last_launch_ms: number;
  kill_probability: number | null;
}

/** Who is to shoot by the joint plan, what must be ordered first on top; nothing where the agreement has no such plan. */
export function JointPlan({ picture }: { picture: Picture }) {
  const nowMs = picture.moment.value.time_ms;
  const all = [...picture.section("joint_plan").value].map(([key, item]) => ({ ...(item as unknown as Omit<Engagement, "key">), key }));
  const planned = all.filter((item) => item.last_launch_ms === UNTOLD || item.last_launch_ms >= nowMs).sort((one, other) => one.last_launch_ms - other.last_launch_ms);
  if (planned.length === 0) return null;
  return (
    <section aria-label={t(WALL.plan)}>
      <h2>{t(WALL.plan)}</h2>
      {planned.slice(0, MOST_PLANNED).map((item) => (
        <p key={item.key} class="wall-planned">
          <span class="wall-title">
            <bdi>{term(item.nation)}</bdi> <b>{term(item.battery_id)}</b> × {item.interceptors}
          </span>
          <small>{item.kill_probability !== null && percent(item.kill_probability)}</small>
          <Countdown picture={picture} untilMs={item.last_launch_ms} />
        </p>
      ))}
    </section>
  );
}
