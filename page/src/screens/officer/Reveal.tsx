import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { exerciseTime } from "../../parts/times";
import { fits, type Compared, type Decided, type Decision } from "../../server/officer";
import { OFFICER } from "../../words/officer";
import { spoken } from "../../words/said";
import { term } from "../../words/terms";
import { language, t } from "../../words/words";
import { callOf, isRight, type Officer } from "./useOfficer";

/** What it was: the truth, the base rate, what doctrine would have done, and that nobody changed the draw. */
export function Reveal({ officer }: { officer: Officer }) {
  const told = officer.revealed.value;
  const holds = useSignal<boolean | null | undefined>(undefined);
  useEffect(() => {
    const sealed = officer.drawn.peek()?.commitment;
    if (told !== null && sealed !== undefined) void fits(told, sealed).then((answer) => (holds.value = answer));
  }, []);
  if (told === null) return null;
  const call = callOf(officer.given.value);
  const percent = Math.round(100 * told.base_rate);
  const verdict = call === "" ? OFFICER.none : isRight(call, told.was_real) ? OFFICER.right : OFFICER.wrong;
  return (
    <section class="officer-card reveal">
      <h2 class={told.was_real ? "was-real" : "was-false"}>{t(told.was_real ? OFFICER.wasReal : OFFICER.wasFalse)}</h2>
      <p class="large">{t(verdict)}</p>
      <p>
        <strong>{spoken(told.scenario_title)}.</strong> {told.what[language.value] ?? told.what.en}
      </p>
      <p>{t(OFFICER.base, { percent, other: 100 - percent })}</p>
      <div class="both">
        <List name={t(OFFICER.you)} decided={told.your_decisions} />
        {told.is_measured ? (
          <List name={t(OFFICER.doctrine)} decided={told.doctrine_decisions} />
        ) : (
          <p role="status">{t(OFFICER.measuring)}</p>
        )}
      </div>
      <Measures measures={told.measures} />
      <h3>{t(OFFICER.sealTitle)}</h3>
      <p class={`seal holds-${String(holds.value)}`}>
        {holds.value !== undefined && t(sealWords(holds.value))}
        <code>{`SHA-256(${told.drawn} + ${told.nonce})`}</code>
        <code>{officer.drawn.value?.commitment}</code>
      </p>
      <p class="after">
        <a class="go" href="/officer">
          {t(OFFICER.again)}
        </a>
        <a href="/">{t(OFFICER.lobby)}</a>
      </p>
    </section>
  );
}

function sealWords(holds: boolean | null) {
  if (holds === null) return OFFICER.sealUnchecked;
  return holds ? OFFICER.sealHolds : OFFICER.sealBroken;
}

function List({ name, decided }: { name: string; decided: readonly Decided[] }) {
  return (
    <div>
      <h3>{name}</h3>
      <ol>
        {decided.length === 0 && <li>{t(OFFICER.nothing)}</li>}
        {decided.map(({ decision, time_ms }) => (
          <li key={`${time_ms}/${decision}`}>
            <time>{exerciseTime(time_ms)}</time> {decision in OFFICER ? t(OFFICER[decision as Decision]) : term(decision)}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Measures({ measures }: { measures: readonly Compared[] }) {
  const differing = measures.filter(({ yours, doctrine }) => yours !== doctrine);
  if (measures.length === 0) return null;
  if (differing.length === 0) return <p>{t(OFFICER.alike)}</p>;
  return (
    <table class="odds">
      <thead>
        <tr>
          <th scope="col">{t(OFFICER.differing)}</th>
          <th scope="col">{t(OFFICER.you)}</th>
          <th scope="col">{t(OFFICER.byDoctrine)}</th>
        </tr>
      </thead>
      <tbody>
        {differing.map(({ measure, unit, yours, doctrine }) => (
          <tr key={measure}>
            <th scope="row">
              {term(measure)} {unit !== "" && <small>{unit}</small>}
            </th>
            <td>{figure(yours)}</td>
            <td>{figure(doctrine)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const figure = (value: number | null): string => (value === null ? "–" : String(Math.round(10 * value) / 10));
