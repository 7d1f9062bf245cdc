import { useEffect, useState } from "preact/hooks";
import { Refused } from "../server/api";
import { ROOM } from "../words/room";
import { t } from "../words/words";

/** Return why something was not done, in the server's own words. */
export const saidOf = (error: unknown): string => (error instanceof Refused && error.message !== "" ? error.message : t(ROOM.unanswered));

export interface Asked<Answer> {
  answer: Answer | null;
  fault: string;
  /** Take what another request answers, or why it was refused. */
  take: (asked: Promise<Answer>) => void;
}

/** Keep what the server answers, asked again each `everyMs`; 0: once. */
export function useAsked<Answer>(ask: () => Promise<Answer>, everyMs: number): Asked<Answer> {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [fault, setFault] = useState("");
  const take = (asked: Promise<Answer>): void => {
    asked.then(
      (told) => {
        setAnswer(told);
        setFault("");
      },
      (error: unknown) => setFault(saidOf(error)),
    );
  };
  useEffect(() => {
    take(ask());
    if (everyMs === 0) return undefined;
    const timer = setInterval(() => take(ask()), everyMs);
    return () => clearInterval(timer);
  }, []);
  return { answer, fault, take };
}
