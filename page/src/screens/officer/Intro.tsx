import { OFFICER } from "../../words/officer";
import { t } from "../../words/words";
import { named } from "../../words/places";
import type { Officer } from "./useOfficer";

/** What the visitor is told before anything is shown: where he sits, the odds, the seal. */
export function Intro({ officer }: { officer: Officer }) {
  const drawn = officer.drawn.value;
  if (drawn === null) return <p class="officer-card">{t(OFFICER.drawing)}</p>;
  const percent = Math.round(100 * (drawn.odds["real"] ?? 0));
  return (
    <section class="officer-card">
      <p class="large">{t(OFFICER.intro, { nation: named(drawn.node), partner: named(drawn.partner) })}</p>
      <p>{t(OFFICER.odds, { percent })}</p>
      <p class="seal">{t(OFFICER.committed, { commitment: drawn.commitment })}</p>
      <button type="button" class="go" autofocus onClick={officer.begin}>
        {t(OFFICER.begin)}
      </button>
    </section>
  );
}
