import { useEffect, useRef, useState } from "preact/hooks";
import { useDesk } from "../room/desk";
import { aboutOrder } from "../words/abouts";
import { ORDERS } from "../words/orders";
import { term } from "../words/terms";
import { t } from "../words/words";
import { BAR, Fate } from "./Fate";
import { FieldInput } from "./FieldInput";
import type { OrderKind } from "./schema";
import { actionOf, emptyValues, LONGEST_REASON, type Fault, type Values } from "./values";
import { prefilled } from "./prefill";

interface Props {
  kind: OrderKind;
  /** What is known already. */
  begin: Values;
  onDone: () => void;
}

/** The form of one order, made from its description. */
export function OrderForm({ kind, begin, onDone }: Props) {
  const { giving, room } = useDesk();
  const [values, setValues] = useState<Values>(() => ({ ...emptyValues(kind.fields), ...prefilled(kind, room, begin), ...begin }));
  const [reason, setReason] = useState("");
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => firstOpen(place.current)?.focus(), []);
  const tag = BAR; // the form goes when its order is accepted: what became of it stands in the command bar
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { action, faults: wrong } = actionOf(kind, values);
    const isLong = [...reason].length > LONGEST_REASON;
    const found: Fault[] = isLong ? [...wrong, { field: "reason", code: "too_long", bound: String(LONGEST_REASON) }] : wrong;
    setFaults(found);
    if (found.length === 0 && (await giving.order(tag, action, "", reason))) onDone();
  };
  return (
    <form ref={place} class="order-form" onSubmit={(event) => void send(event)}>
      <p class="quiet">{aboutOrder(kind.name, kind.about)}</p>
      {kind.name === "SignAmendment" && <p>{t(ORDERS.present_terms)}</p>}
      {kind.fields.map((field) => (
        <FieldInput key={field.name} field={field} value={values[field.name]} beside={values} onChange={(next) => setValues((old) => ({ ...old, [field.name]: next }))} />
      ))}
      <div class="field">
        <label for="order-reason">{t(ORDERS.reason)}</label>
        <div class="field-input">
          <input id="order-reason" dir="auto" value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
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
        <Fate tag={tag} />
        <span class="form-title">{term(kind.name)}</span>
      </footer>
    </form>
  );
}

/** Return the first input that is still empty; the button that sends where none is. */
function firstOpen(form: HTMLFormElement | null): HTMLElement | null {
  const inputs = [...(form?.querySelectorAll<HTMLInputElement>("input:not([type=checkbox]):not(#order-reason), select, textarea") ?? [])];
  return inputs.find((input) => input.value === "") ?? form?.querySelector<HTMLElement>('button[type="submit"]') ?? null;
}
