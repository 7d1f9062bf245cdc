import { Board, Fact } from "../parts/Board";
import { CodeBadge } from "../parts/Badge";
import { Age } from "../parts/Countdown";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { samePick, useRows, type Verb } from "../room/desk";
import { useRoom } from "../screens/room";
import { BOARDS } from "../words/boards";
import { term } from "../words/terms";
import { t } from "../words/words";
import { Value } from "./Value";

const NAME = "posture";
const LEVELS = ["normal", "raised", "full"] as const;

/** The nation's alert and how its defence fights; what partners said of theirs; drills. */
export default function Posture() {
  const { picture } = useRoom();
  const own = picture.section("alert").value.get(picture.node.value);
  const verbs: Verb[] = [
    { letter: "s", type: "SetAlert", says: BOARDS.set_alert, make: (row) => (row?.section === "levels" && row.key !== own?.level ? { type: "SetAlert", level: row.key } : null) },
    { letter: "d", type: "SetDoctrine", says: BOARDS.set_doctrine, isForm: true, make: () => ({ type: "SetDoctrine" }) },
  ];
  const rows = useRows(NAME, LEVELS.map((key) => ({ section: "levels", key })), verbs);
  const picked = LEVELS.find((key) => samePick(rows.picked, { section: "levels", key }));
  return (
    <Board name={t(BOARDS.posture)}>
      <h3>{t(BOARDS.own_alert)}</h3>
      <div class="levels" role="group" aria-label={t(BOARDS.own_alert)}>
        {LEVELS.map((level) => (
          <button key={level} type="button" class={level === own?.level ? "is-now" : ""} aria-pressed={picked === level} onClick={() => rows.pick({ section: "levels", key: level })}>
            <span class="digit" aria-hidden="true">
              {rows.digitOf(level)}
            </span>
            <CodeBadge code={level} /> {level === own?.level && <small>{t(BOARDS.since_age)} {exerciseTime(own.since_ms)}</small>}
          </button>
        ))}
      </div>
      <Verbs board={NAME} verbs={rows.verbs} row={picked === undefined ? null : { section: "levels", key: picked }} />
      <h3>{t(BOARDS.partners)}</h3>
      <dl class="facts">
        {[...picture.section("partners").value].map(([name, partner]) => (
          <Fact key={name} name={term(name)}>
            {partner.alert === null ? (
              <span class="quiet">{t(BOARDS.not_told)}</span>
            ) : (
              <>
                <CodeBadge code={partner.alert} /> <Age picture={picture} sinceMs={partner.alert_since_ms} />
              </>
            )}
          </Fact>
        ))}
      </dl>
      <h3>{t(BOARDS.doctrine)}</h3>
      {[...picture.section("doctrine").value].map(([name, doctrine]) => (
        <dl key={name} class="facts">
          <Fact name={t(BOARDS.name)}>
            <code>{name}</code>
          </Fact>
          {Object.entries(doctrine).map(([field, value]) => (
            <Fact key={field} name={term(field)}>
              <Value name={field} value={value} />
            </Fact>
          ))}
        </dl>
      ))}
      {[...picture.section("drills").value].map(([name, drill]) => (
        <p key={name} class="hint">
          {t(drill.is_told_a_drill ? BOARDS.drill_told : BOARDS.drill, { name, at: exerciseTime(drill.called_ms) })}
        </p>
      ))}
    </Board>
  );
}
