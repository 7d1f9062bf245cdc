import { Board, Fact } from "../parts/Board";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { useRows, type Verb } from "../room/desk";
import { useRoom, type Room } from "../screens/room";
import type { Line } from "../stream/frames";
import { BOARDS } from "../words/boards";
import { term } from "../words/terms";
import { t, type Phrase } from "../words/words";
import { actsOf, type Act, type InForce } from "./acts";
import { coarseningOf, listOf } from "./terms";
import { Value } from "./Value";

const NAME = "agreement";
/** Fields of a report, in the order in which people read them; `track` is the tracks themselves. */
const REPORT_FIELDS = [
  ...["launch_time_ms", "launch_point", "azimuth_rad", "generic_class", "n_objects", "phenomenology", "impact_area", "impact_time_ms"],
  ...["threatens", "confidence", "assessment", "matched_notification", "track"],
] as const;
const MESSAGES = ["interceptor_notice", "anomaly", "sensor_status", "alert_state", "public_warning", "consultation", "comm_check"] as const;
/** Terms that stand in the two lists, or only name the agreement. */
const LISTED = new Set(["fields_released", "messages", "coarsening", "name", "version", "parties"]);
const ACTS_FOR_MS = 15_000; // how long a line stays lit after it acted, in exercise time

function verbsOf(room: Room): Verb[] {
  const suspendedBy = (): string[] => {
    const held = room.picture.section("agreement").value.get("state")?.suspended_by;
    return Array.isArray(held) ? held.map(String) : [];
  };
  const own = (): string => room.me.value.nation;
  return [
    { letter: "s", type: "SuspendSharing", says: BOARDS.suspend, isGrave: true, make: () => (suspendedBy().includes(own()) ? null : { type: "SuspendSharing" }) },
    { letter: "r", type: "ResumeSharing", says: BOARDS.resume, isGrave: true, make: () => (suspendedBy().includes(own()) ? { type: "ResumeSharing" } : null) },
    { letter: "a", type: "SignAmendment", says: BOARDS.amend, isForm: true, make: () => ({ type: "SignAmendment" }) },
  ];
}

/** The agreement as it acts: what may be told, what may be heard, which line let the newest message through. */
export default function Agreement() {
  const room = useRoom();
  const { picture } = room;
  const terms = picture.section("agreement").value.get("terms") ?? {};
  const state = picture.section("agreement").value.get("state") ?? {};
  const rows = useRows(NAME, [], verbsOf(room));
  const coarsening = coarseningOf(terms);
  const inForce = { version: String(state.version ?? ""), granted: listOf(terms.fields_released), coarsened: Object.keys(coarsening) };
  const acts = litActs(picture.records.value, picture.moment.value.time_ms, inForce);
  return (
    <Board name={t(BOARDS.agreement)}>
      <p class="agreement-state">
        <code>{String(state.version ?? "")}</code> <State state={state} />
        {typeof state.signed === "string" && state.signed !== "" && <span class="badge tone-warn">{t(BOARDS.we_signed, { version: state.signed })}</span>}
      </p>
      <Verbs board={NAME} verbs={rows.verbs} row={null} />
      <div class="agreement">
        <Lines title={t(BOARDS.fields)} names={REPORT_FIELDS} granted={listOf(terms.fields_released)} acts={acts} coarsening={coarsening} />
        <Lines title={t(BOARDS.other_messages)} names={MESSAGES} granted={listOf(terms.messages)} acts={acts} coarsening={{}} />
      </div>
      <h3>{t(BOARDS.terms)}</h3>
      <dl class="facts">
        {Object.entries(terms)
          .filter(([name]) => !LISTED.has(name))
          .map(([name, value]) => (
            <Fact key={name} name={term(name)}>
              <Value name={name} value={value} />
            </Fact>
          ))}
      </dl>
    </Board>
  );
}

function State({ state }: { state: Readonly<Record<string, unknown>> }) {
  const suspended = listOf(state.suspended_by);
  if (suspended.length > 0) return <span class="badge tone-bad">{t(BOARDS.suspended_by, { who: suspended.map(term).join(", ") })}</span>;
  if (typeof state.closed === "string" && state.closed !== "") return <span class="badge tone-bad">{term(state.closed)}</span>;
  return <span class="badge tone-good">{t(BOARDS.in_force)}</span>;
}

/** Return the newest act of each line that is still lit. */
function litActs(records: readonly Line[], nowMs: number, terms: InForce): ReadonlyMap<string, Act> {
  const lit = new Map<string, Act>();
  for (const line of records) {
    if (line.time_ms < nowMs - ACTS_FOR_MS) continue;
    for (const act of actsOf(line, terms)) lit.set(act.line, act);
  }
  return lit;
}

interface LinesProps {
  title: string;
  names: readonly string[];
  granted: readonly string[];
  acts: ReadonlyMap<string, Act>;
  coarsening: Readonly<Record<string, string>>;
}

/** What may be told is what may be heard: one agreement binds all its parties alike. */
function Lines({ title, names, granted, acts, coarsening }: LinesProps) {
  return (
    <table class="agreement-lines">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t(BOARDS.field)}</th>
          <th scope="col">{t(BOARDS.we_may_tell)}</th>
          <th scope="col">{t(BOARDS.we_may_hear)}</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">
              {term(name)}
              {coarsening[name] !== undefined && granted.includes(name) && <small> ≈ {coarsening[name]}</small>}
            </th>
            <Cell isGranted={granted.includes(name)} act={acts.get(`tell ${name}`)} />
            <Cell isGranted={granted.includes(name)} act={acts.get(`hear ${name}`)} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const ACT_WORDS: Readonly<Record<Act["did"], Phrase>> = { released: BOARDS.act_released, coarsened: BOARDS.act_coarsened, withheld: BOARDS.act_withheld };

function Cell({ isGranted, act }: { isGranted: boolean; act: Act | undefined }) {
  return (
    <td class={act === undefined ? "" : `acts acts-${act.did}`}>
      <span class={isGranted ? "tone-good" : "withheld-mark"}>{isGranted ? "●" : "▨"}</span> <span class="unseen">{t(isGranted ? BOARDS.granted : BOARDS.withheld)}</span>
      {act !== undefined && (
        <small title={t(ACT_WORDS[act.did])}>
          {exerciseTime(act.timeMs)}
          <span class="unseen">{t(ACT_WORDS[act.did])}</span>
        </small>
      )}
    </td>
  );
}
