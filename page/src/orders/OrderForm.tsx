import { useEffect, useRef, useState } from "preact/hooks";
import { useDesk } from "../room/desk";
import { aboutOrder } from "../words/abouts";
import { ORDERS } from "../words/orders";
import { term } from "../words/terms";
import { t } from "../words/words";
import { BAR, Fate } from "./Fate";
import { FieldInput } from "./FieldInput";
import { InAnswer } from "./InAnswer";
import { isWords, offersOf, withOffer, type Offer } from "./offers";
import { phraseKeys, REASON_PHRASES } from "./phraseKeys";
import { prefilled } from "./prefill";
import type { OrderKind } from "./schema";
import { actionOf, emptyValues, LONGEST_REASON, type Fault, type Values } from "./values";

interface Props {
  kind: OrderKind;
  /** What is known already. */
  begin: Values;
  onDone: () => void;
}

/**
 * The form of one order, made from its description, and filled with what is at hand.
 *
 * What nobody has touched follows what was changed: another event brings its own areas.  It never moves by itself
 * under the hand that is about to press Enter.
 */
export function OrderForm({ kind, begin, onDone }: Props) {
  const { giving, room } = useDesk();
  const filled = (known: Values): Values => ({ ...emptyValues(kind.fields), ...prefilled(kind, room, known) });
  const [touched, setTouched] = useState<Values>(begin);
  const [values, setValues] = useState<Values>(() => filled(begin));
  const [reason, setReason] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => focusFirst(place.current), []);
  const tag = BAR; // the form goes when its order is accepted: what became of it stands in the command bar
  const offers = offersOf(kind, { order: kind.name, picture: room.picture, me: room.me.value, values });
  const change = (next: Values): void => {
    setTouched(next);
    setValues(filled(next));
  };
  const take = ({ path, value }: Offer): void => {
    const [name = ""] = path.split(".");
    change({ ...touched, [name]: withOffer(values, path, value)[name] });
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { action, faults: wrong } = actionOf(kind, values);
    const isLong = [...reason].length > LONGEST_REASON;
    const found: Fault[] = isLong ? [...wrong, { field: "reason", code: "too_long", bound: String(LONGEST_REASON) }] : wrong;
    setFaults(found);
    if (found.length === 0 && (await giving.order(tag, action, reason))) onDone();
  };
  const byKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target } = event;
    if (target instanceof HTMLTextAreaElement && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      place.current?.requestSubmit();
      return;
    }
    const offer = isWriting(target) ? undefined : offers.find(({ key }) => key !== "" && key === event.key.toLowerCase());
    if (offer === undefined) return;
    event.preventDefault();
    take(offer);
  };
  return (
    <form ref={place} class="order-form" data-order={kind.name} onSubmit={(event) => void send(event)} onKeyDown={byKey}>
      <p class="quiet">{aboutOrder(kind.name, kind.about)}</p>
      {lacks(kind, values, offers) && <p class="hint">{t(ORDERS.nothing_to)}</p>}
      {kind.name === "SignAmendment" && <p>{t(ORDERS.present_terms)}</p>}
      {kind.fields.map((field) => (
        <FieldInput key={field.name} field={field} value={values[field.name]} beside={values} onChange={(next) => change({ ...touched, [field.name]: next })} offers={offers} onTake={take} />
      ))}
      <div class="field">
        <label for="order-reason">{t(ORDERS.reason)}</label>
        <div class="field-input">
          <input id="order-reason" dir="auto" value={reason} onInput={(event) => setReason(event.currentTarget.value)} onKeyDown={phraseKeys(REASON_PHRASES, reason, setReason)} />
        </div>
      </div>
      {faults.length > 0 && (
        <ul class="faults" role="alert">
          {faults.map((fault) => (
            <li key={fault.field}>{t(ORDERS[fault.code], { field: fault.field, bound: fault.bound })}</li>
          ))}
        </ul>
      )}
      <footer>
        <button type="submit" class="action">
          {t(ORDERS.give)} <kbd aria-hidden="true">⏎</kbd>
        </button>
        <InAnswer action={{ ...values, type: kind.name }} />
        <Fate tag={tag} />
        <small class="how-to">{t(ORDERS.how_to)}</small>
        <span class="form-title">{term(kind.name)}</span>
      </footer>
    </form>
  );
}

/** Whether a field that names something is empty, and nothing is there that it could name. */
const lacks = (kind: OrderKind, values: Values, offers: readonly Offer[]): boolean =>
  actionOf(kind, values).faults.some(({ field, code }) => code === "missing" && !offers.some(({ path }) => path === field));

/** Whether letters are written into what has the keyboard. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");

const REQUIRED = ".field:not(.is-optional) :is(input:not([type=checkbox]):not(#order-reason), select, textarea)";

/**
 * Put the hand where it is needed: into the first input that is still empty, into words that are offered (all of them
 * marked, so that other words take their place), else on the button that gives the order.
 */
function focusFirst(form: HTMLFormElement | null): void {
  const inputs = [...(form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(REQUIRED) ?? [])];
  const empty = inputs.find((input) => input.value === "");
  const words = inputs.find((input) => isWords(input.dataset.field ?? ""));
  const found = empty ?? words ?? form?.querySelector<HTMLElement>('button[type="submit"]');
  found?.focus();
  if (found !== undefined && found === words) words.select();
}
