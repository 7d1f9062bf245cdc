/** What an inject waits for, which the server tells in English, in the language chosen. */
import { CONTROL } from "../words/control";
import { t, type Phrase } from "../words/words";

const BEGINS: readonly (readonly [begins: string, says: Phrase])[] = [
  ["by hand: held", CONTROL.waits_held],
  ["by hand", CONTROL.waits_hand],
  ["after ", CONTROL.waits_after],
  ["at ", CONTROL.waits_at],
  ["when ", CONTROL.waits_when],
  ["if nobody acts until ", CONTROL.waits_until],
  ["if nobody answers ", CONTROL.waits_answer],
];

/** Return one such wait in words; as the server has it where it is of no known kind. */
export function waitSaid(wait: string): string {
  const found = BEGINS.find(([begins]) => wait.startsWith(begins));
  return found === undefined ? wait : t(found[1], { rest: wait.slice(found[0].length) });
}
