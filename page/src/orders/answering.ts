/** What an order answers, for its record: what it names itself, else what was picked last of all that can be answered. */
import { effect, signal, type Signal } from "@preact/signals";
import type { Pick } from "../scene/scene";
import type { Action } from "../server/seat";
import type { Picture } from "../stream/picture";

/** In the order in which doctrine's own cells name what they answer. */
const NAMES = ["event_id", "consultation_id", "notice_id", "warning_id", "item_id", "answers", "inject_id", "serial_id", "subject"] as const;
const ANSWERABLE: ReadonlySet<string> = new Set(["events", "plans", "messages", "texts", "consultations", "injects", "notices", "notices_to_give", "public_warnings", "unread"]);
const NOT_SENT_TO_US = /^(sent |held-|refused-)/;

/** Return what an action names that it is about; '' where it names nothing. */
export function namedBy(action: Action): string {
  return NAMES.map((name) => action[name]).find((value): value is string => typeof value === "string" && value !== "") ?? "";
}

/** Return the id by which something picked can be answered; '' where it cannot. */
export function idOf(pick: Pick | null, picture: Picture): string {
  if (pick === null || !ANSWERABLE.has(pick.section)) return "";
  switch (pick.section) {
    case "plans":
      return picture.section("plans").value.get(pick.key)?.event_id ?? "";
    case "texts":
      return picture.section("texts").value.get(pick.key)?.text_id ?? pick.key;
    case "messages":
      return NOT_SENT_TO_US.test(pick.key) ? "" : pick.key;
    case "notices_to_give":
      return pick.key.split("/")[0] ?? pick.key;
    default:
      return pick.key;
  }
}

/** What was picked last and can be answered: picking a level or a sensor leaves it, picking nothing drops it. */
export interface Answering {
  about: Signal<Pick | null>;
  /** Return what an order answers. */
  of: (action: Action) => string;
  stop: () => void;
}

export function startAnswering(picked: Signal<Pick | null>, picture: Picture): Answering {
  const about = signal<Pick | null>(null);
  const stop = effect(() => {
    const pick = picked.value;
    if (pick === null || ANSWERABLE.has(pick.section)) about.value = pick;
  });
  return { about, of: (action) => namedBy(action) || idOf(about.peek(), picture), stop };
}
