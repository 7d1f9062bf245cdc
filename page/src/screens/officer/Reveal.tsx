import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { exerciseTime } from "../../parts/times";
import { fits, type Decided, type Decision } from "../../server/officer";
import { OFFICER } from "../../words/officer";
import { term } from "../../words/terms";
import { t } from "../../words/words";
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
        <strong>{told.scenario_title}.</strong> {told.what}
      </p>
      <p>{t(OFFICER.base, { percent, other: 100 - percent })}</p>
      <div class="both">
        <List name={t(OFFICER.you)} decided={told.your_decisions} />
        <List name={t(OFFICER.doctrine)} decided={told.doctrine_decisions} />
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
        {decided.map(({ decision, at_ms }) => (
          <li key={`${at_ms}/${decision}`}>
            <time>{exerciseTime(at_ms)}</time> {decision in OFFICER ? t(OFFICER[decision as Decision]) : term(decision)}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Measures({ measures }: { measures: Record<string, unknown> }) {
  const simple = Object.entries(measures).filter(([, value]) => value === null || typeof value !== "object");
  if (simple.length === 0) return null;
  return (
    <dl class="measures">
      {simple.map(([name, value]) => (
        <div key={name}>
          <dt>{term(name)}</dt>
          <dd>{value === null ? "–" : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
