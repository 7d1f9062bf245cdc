import { useId } from "preact/hooks";
import { useDesk } from "../room/desk";
import { ORDERS } from "../words/orders";
import { receiverSaid, term } from "../words/terms";
import { t } from "../words/words";
import { choicesFor } from "./choices";
import type { Field } from "./schema";
import { chosen, emptyOf, emptyValues, shownAs, type Values } from "./values";

interface Props {
  field: Field;
  value: unknown;
  /** The values beside it: what an object's choices depend on. */
  beside: Values;
  onChange: (value: unknown) => void;
}

/** One field of an order, as its kind asks for. */
export function FieldInput(props: Props) {
  const { field, value, onChange } = props;
  const id = useId();
  if (field.kind === "fixed") return null;
  if (field.kind === "group" || field.kind === "one") return <Parts {...props} />;
  const isAbsent = field.isNullable && value === null;
  return (
    <div class="field">
      <label for={id}>
        {term(field.name)}
        <code>{field.name}</code>
      </label>
      <div class="field-input">
        {field.isNullable && (
          <label class="absent">
            <input type="checkbox" checked={isAbsent} onChange={() => onChange(isAbsent ? emptyOf({ ...field, isNullable: false, fallback: undefined }) : null)} />
            {t(ORDERS.absent)}
          </label>
        )}
        {!isAbsent && <Simple {...props} id={id} />}
      </div>
    </div>
  );
}

function Simple({ field, value, beside, onChange, id }: Props & { id: string }) {
  const { room } = useDesk();
  const known = choicesFor(field.name, room.picture, room.me.value, beside);
  switch (field.kind) {
    case "choice":
      return (
        <select id={id} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)}>
          {!field.options.includes(String(value)) && <option value="">…</option>}
          {field.options.map((option) => (
            <option key={option} value={option}>
              {term(option)} · {option}
            </option>
          ))}
        </select>
      );
    case "flag":
      return <input id={id} type="checkbox" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case "number":
      return <NumberInput id={id} name={field.name} isWhole={field.isWhole} empty={field.fallback === NO_MOMENT ? NO_MOMENT : ""} value={value} onChange={onChange} />;
    case "list":
      return <ListInput id={id} field={field} value={value} known={known} beside={beside} onChange={onChange} />;
    default:
      return <TextInput id={id} name={field.name} value={String(value ?? "")} known={known} onChange={onChange} />;
  }
}

const NO_MOMENT = -1; // ms: what the engine has for no time at all; people leave the field empty

function NumberInput({ id, name, isWhole, empty, value, onChange }: { id: string; name: string; isWhole: boolean; empty: unknown; value: unknown; onChange: (value: unknown) => void }) {
  const { room } = useDesk();
  const { unit, factor } = shownAs(name);
  const shown = value === NO_MOMENT && name.endsWith("_ms") ? "" : typeof value === "number" ? String(Number((value * factor).toPrecision(9))) : String(value ?? "");
  const take = (text: string): void => {
    const number = Number(text);
    if (text.trim() === "") onChange(empty);
    else if (!Number.isFinite(number)) onChange(text);
    else onChange(isWhole ? Math.round(number / factor) : number / factor);
  };
  return (
    <span class="with-unit">
      <input key={name} id={id} inputMode="decimal" placeholder="–" defaultValue={shown} onChange={(event) => take(event.currentTarget.value)} onInput={(event) => take(event.currentTarget.value)} />
      <span>{t(unit)}</span>
      {name.endsWith("_ms") && <small>{t(ORDERS.from_now, { now: Math.round(room.picture.moment.value.time_ms / 1000) })}</small>}
    </span>
  );
}

const LONG = new Set(["text", "cause", "evaluator_note", "contingency", "trigger"]);

function TextInput({ id, name, value, known, onChange }: { id: string; name: string; value: string; known: readonly string[]; onChange: (value: string) => void }) {
  if (LONG.has(name)) {
    return <textarea id={id} rows={3} dir="auto" value={value} onInput={(event) => onChange(event.currentTarget.value)} />;
  }
  return (
    <>
      <input id={id} dir="auto" list={`${id}-known`} autocomplete="off" spellcheck={false} value={value} onInput={(event) => onChange(event.currentTarget.value)} />
      <datalist id={`${id}-known`}>
        {known.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </>
  );
}

/** Several values: ticks where all are known, else words between commas; parts one below the other. */
function ListInput({ id, field, value, known, beside, onChange }: Props & { field: Field & { kind: "list" }; id: string; known: readonly string[] }) {
  const items: unknown[] = Array.isArray(value) ? value : [];
  const { of } = field;
  if (of.kind === "group" || of.kind === "one") {
    return (
      <div class="field-list">
        {items.map((item, at) => (
          <div key={at} class="field-part">
            <FieldInput field={{ ...of, name: `${at + 1}` }} value={item} beside={beside} onChange={(next) => onChange(items.map((old, place) => (place === at ? next : old)))} />
            <button type="button" class="quiet" onClick={() => onChange(items.filter((_, place) => place !== at))}>
              {t(ORDERS.take_out)}
            </button>
          </div>
        ))}
        <button type="button" class="quiet" onClick={() => onChange([...items, emptyOf(of)])}>
          {t(ORDERS.add)}
        </button>
      </div>
    );
  }
  const options = of.kind === "choice" ? of.options : known;
  const words = items.map(String);
  if (options.length > 0) {
    return (
      <div class="ticks">
        {[...new Set([...options, ...words])].map((option) => (
          <label key={option}>
            <input type="checkbox" checked={words.includes(option)} onChange={() => onChange(words.includes(option) ? words.filter((word) => word !== option) : [...words, option])} />
            <bdi>{receiverSaid(option)}</bdi>
          </label>
        ))}
      </div>
    );
  }
  const take = (text: string): void => onChange(text.split(",").map((word) => word.trim()).filter((word) => word !== ""));
  return <input id={id} dir="auto" defaultValue={words.join(", ")} placeholder={t(ORDERS.list_hint)} onInput={(event) => take(event.currentTarget.value)} />;
}

/** A field that has fields of its own, or is one of several kinds that have. */
function Parts({ field, value, beside, onChange }: Props) {
  if (field.kind !== "group" && field.kind !== "one") return null;
  const held = (value ?? {}) as Values;
  const kind = field.kind === "one" ? chosen(field.of, held) : undefined;
  const fields = field.kind === "group" ? field.fields : (kind?.fields ?? []);
  return (
    <fieldset class="field-group">
      <legend>
        {term(field.name)}
        {field.isNullable && (
          <label class="absent">
            <input type="checkbox" checked={value === null} onChange={() => onChange(value === null ? emptyOf({ ...field, isNullable: false, fallback: undefined }) : null)} />
            {t(ORDERS.absent)}
          </label>
        )}
      </legend>
      {field.kind === "one" && value !== null && (
        <select
          aria-label={term(field.name)}
          value={kind?.name ?? ""}
          onChange={(event) => {
            const next = field.of.find((known) => known.name === event.currentTarget.value);
            if (next !== undefined) onChange({ type: next.name, ...emptyValues(next.fields) });
          }}
        >
          {field.of.map((known) => (
            <option key={known.name} value={known.name}>
              {term(known.name)}
            </option>
          ))}
        </select>
      )}
      {value !== null &&
        fields.map((part) => (
          <FieldInput key={part.name} field={part} value={held[part.name]} beside={{ ...beside, ...held }} onChange={(next) => onChange({ ...held, [part.name]: next })} />
        ))}
    </fieldset>
  );
}
