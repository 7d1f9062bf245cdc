import { useState } from "preact/hooks";
import "../style/hot_wash.css";
import { useAsked } from "../control/asked";
import { hotWash } from "../server/hot_wash";
import { HOT_WASH } from "../words/hot_wash";
import { term } from "../words/terms";
import { t } from "../words/words";
import { useDesk } from "./desk";
import { Survey } from "./Survey";

const ASK_AGAIN_MS = 15_000;

/** After ENDEX: the way to the review and to the questionnaire. */
export function EndLine() {
  const { room } = useDesk();
  if (!room.picture.clock.value.is_over) return null;
  return <Ended key={room.me.value.roles.join()} />;
}

const nameOf = (party: string): string => (party === "control" ? t(HOT_WASH.for_control) : party === "joint" ? t(HOT_WASH.for_joint) : term(party));

function Ended() {
  const { answer, take } = useAsked(hotWash, ASK_AGAIN_MS);
  const [isAsking, setAsking] = useState(false);
  const packs = answer?.packs ?? [];
  return (
    <section class="end-line" aria-label={t(HOT_WASH.over)}>
      <b>{t(HOT_WASH.over)}</b>
      {packs.length > 0 && (
        <nav aria-label={t(HOT_WASH.reviews)}>
          {packs.map((party) => (
            <a key={party} href={`/packs/${encodeURIComponent(party)}`} target="_blank" rel="noopener" title={t(HOT_WASH.made_when_opened)}>
              {packs.length === 1 ? t(HOT_WASH.open_review) : t(HOT_WASH.open_review_of, { who: nameOf(party) })}
            </a>
          ))}
        </nav>
      )}
      {answer?.survey.is_open === true && !answer.survey.has_answered && (
        <button type="button" class="action" onClick={() => setAsking(true)}>
          {t(HOT_WASH.questionnaire)}
        </button>
      )}
      {answer?.survey.has_answered === true && <span class="quiet">{t(HOT_WASH.answered)}</span>}
      {isAsking && answer !== null && <Survey survey={answer.survey} onTold={(told) => take(Promise.resolve(told))} onClose={() => setAsking(false)} />}
    </section>
  );
}
