import { Look } from "../parts/Look";
import "../style/first.css";
import "../style/officer.css";
import { OFFICER } from "../words/officer";
import { spoken } from "../words/said";
import { t } from "../words/words";
import { Desk } from "./officer/Desk";
import { Intro } from "./officer/Intro";
import { Reveal } from "./officer/Reveal";
import { useOfficer } from "./officer/useOfficer";

/** One alert, six minutes, one telephone: a blind draw that the visitor decides, and what it was. */
export default function Officer() {
  const officer = useOfficer();
  const stage = officer.stage.value;
  return (
    <main class="officer">
      <header class="watch-top">
        <a class="brand" href="/">
          Tocsin
        </a>
        <h1>{t(OFFICER.title)}</h1>
        <Look />
      </header>
      {officer.fault.value !== "" && (
        <p class="fault" role="alert">
          {t(OFFICER.fault, { why: spoken(officer.fault.value) })}
        </p>
      )}
      {(stage === "drawing" || stage === "intro") && <Intro officer={officer} />}
      {stage === "watching" && <Desk officer={officer} />}
      {stage === "revealed" && <Reveal officer={officer} />}
    </main>
  );
}
