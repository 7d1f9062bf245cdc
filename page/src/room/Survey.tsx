import { useState } from "preact/hooks";
import { saidOf } from "../control/asked";
import { FaultLine } from "../control/Fault";
import { LONGEST_TEXT } from "../orders/values";
import { Dialog } from "../parts/Dialog";
import { answer, type HotWash, type Survey as Told } from "../server/hot_wash";
import { HOT_WASH } from "../words/hot_wash";
import { t } from "../words/words";

const SCORES = [1, 2, 3, 4, 5] as const;

interface Props {
  survey: Told;
  onTold: (told: HotWash) => void;
  onClose: () => void;
}

/** The questionnaire: 1 to 5 for each question, and a remark; it goes out without a name. */
export function Survey({ survey, onTold, onClose }: Props) {
  const [scores, setScores] = useState<Readonly<Record<string, number>>>({});
  const [remark, setRemark] = useState("");
  const [fault, setFault] = useState("");
  const hasAny = Object.keys(scores).length > 0;
  const send = (event: Event): void => {
    event.preventDefault();
    if (!hasAny) return;
    answer(scores, remark).then(
      (told) => {
        onTold(told);
        onClose();
      },
      (error: unknown) => setFault(saidOf(error)),
    );
  };
  return (
    <Dialog title={t(HOT_WASH.questionnaire)} onClose={onClose}>
      <form class="survey" onSubmit={send}>
        <p class="hint">{t(HOT_WASH.survey_about)}</p>
        {survey.questions.map((question) => (
          <fieldset key={question.question}>
            <legend>{t(question)}</legend>
            <small>{t(HOT_WASH.agree_least)}</small>
            {SCORES.map((score) => (
              <label key={score}>
                <input type="radio" name={question.question} checked={scores[question.question] === score} onChange={() => setScores({ ...scores, [question.question]: score })} /> {score}
              </label>
            ))}
            <small>{t(HOT_WASH.agree_most)}</small>
          </fieldset>
        ))}
        <label class="survey-remark">
          {t(HOT_WASH.remark)}
          <textarea rows={3} dir="auto" maxLength={LONGEST_TEXT} value={remark} onInput={(event) => setRemark(event.currentTarget.value)} />
        </label>
        <FaultLine fault={fault} />
        <button type="submit" class="action" disabled={!hasAny}>
          {t(HOT_WASH.send_answers)}
        </button>
      </form>
    </Dialog>
  );
}
