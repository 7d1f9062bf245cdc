import { useState } from "preact/hooks";
import { post, Refused } from "../server/api";
import { ROOM } from "../words/room";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";
import { useDesk } from "./desk";

const MAY_RESUME = ["director", "commander"];

/** The plain page of a real-world stop: nothing of the exercise is shown until play goes on. */
export function Stopped() {
  const { room } = useDesk();
  const [missing, setMissing] = useState<readonly string[] | null>(null);
  const [fault, setFault] = useState("");
  const agree = (): void => {
    post<{ missing: string[] }>("/real-world/resume").then(
      (told) => setMissing(told.missing),
      (error: unknown) => setFault(error instanceof Refused && error.message !== "" ? error.message : t(ROOM.unanswered)),
    );
  };
  return (
    <main class="stopped">
      <h1>{t(ROOM.stop_title)}</h1>
      <p role="alert">{t(ROOM.stop_text)}</p>
      <p>{t(ROOM.stop_who)}</p>
      {MAY_RESUME.some((role) => room.me.value.roles.includes(role)) && (
        <button type="button" onClick={agree}>
          {t(ROOM.stop_resume)}
        </button>
      )}
      {missing !== null && missing.length > 0 && <p>{t(ROOM.stop_missing, { who: missing.map(term).join(", ") })}</p>}
      {fault !== "" && <p>{spoken(fault)}</p>}
    </main>
  );
}
