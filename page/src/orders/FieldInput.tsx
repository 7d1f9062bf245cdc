import { useId, useState } from "preact/hooks";
import { useDesk } from "../room/desk";
import { ORDERS } from "../words/orders";
import { receiverSaid, term } from "../words/terms";
import { t } from "../words/words";
import { choicesFor } from "./choices";
import { KeyOf, OfferRow } from "./OfferRow";
import type { Offer } from "./offers";
import { phraseKeys, phrasesOf } from "./phraseKeys";
import type { Field } from "./schema";
import { chosen, emptyOf, emptyValues, shownAs, type Values } from "./values";

interface Props {
  field: Field;
  value: unknown;
  /** The values beside it: what an object's choices depend on. */
  beside: Values;
  onChange: (value: unknown) => void;
  /** Names of the groups that the field stands in, joined by dots. */
  within?: string;
  /** What the form offers by one key each, of this field and of others. */
  offers?: readonly Offer[];
  onTake?: (offer: Offer) => void;
}

const NONE: readonly Offer[] = [];
const ignore = (): void => undefined;

/** Return what is offered for a field. */
const ofField = ({ field, within = "", offers = NONE }: Props): readonly Offer[] => offers.filter(({ path }) => path === `${within}${field.name}`);

/** One field of an order, as its kind asks for. */
export function FieldInput(props: Props) {
  const { field, value, onChange } = props;
  const id = useId();
  if (field.kind === "fixed") return null;
  if (field.kind === "group" || field.kind === "one") return <Parts {...props} />;
  const isAbsent = field.isNullable && value === null;
  return (
    <div class={field.isRequired ? "field" : "field is-optional"}>
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

function Simple(props: Props & { id: string }) {
  const { field, value, beside, onChange, id, onTake = ignore } = props;
  const { room } = useDesk();
  const offers = ofField(props);
  const row = <OfferRow offers={offers} name={field.name} onTake={onTake} />;
  const known = choicesFor(field.name, room.picture, room.me.value, beside);
  switch (field.kind) {
    case "choice":
      if (offers.length > 0) return row;
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
      return (
        <span>
          <input id={id} type="checkbox" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} /> <KeyOf offer={offers[0]} />
        </span>
      );
    case "number":
      return (
        <>
          <NumberInput id={id} name={field.name} isWhole={field.isWhole} empty={field.fallback === NO_MOMENT ? NO_MOMENT : ""} value={value} onChange={onChange} />
          {row}
        </>
      );
    case "list":
      return <ListInput id={id} field={field} value={value} known={known} beside={beside} onChange={onChange} offers={offers} />;
    default:
      return (
        <>
          <TextInput id={id} name={field.name} value={String(value ?? "")} known={known} onChange={onChange} />
          {row}
        </>
      );
  }
}

const NO_MOMENT = -1; // ms: what the engine has for no time at all; people leave the field empty

function NumberInput({ id, name, isWhole, empty, value, onChange }: { id: string; name: string; isWhole: boolean; empty: unknown; value: unknown; onChange: (value: unknown) => void }) {
  const { room } = useDesk();
  const { unit, factor } = shownAs(name);
  const shown = value === NO_MOMENT && name.endsWith("_ms") ? "" : typeof value === "number" ? String(Number((value * factor).toPrecision(9))) : String(value ?? "");
  const [text, setText] = useState(shown);
  const read = (written: string): unknown => {
    const number = Number(written);
    if (written.trim() === "") return empty;
    if (!Number.isFinite(number)) return written;
    return isWhole ? Math.round(number / factor) : number / factor;
  };
  const take = (written: string): void => {
    setText(written);
    onChange(read(written));
  };
  // what is being written stays as it is, `1.`; what came from elsewhere is shown
  const isWritten = read(text) === value;
  return (
    <span class="with-unit">
      <input id={id} inputMode="decimal" placeholder="–" value={isWritten ? text : shown} onInput={(event) => take(event.currentTarget.value)} />
      <span>{t(unit)}</span>
      {name.endsWith("_ms") && <small>{t(ORDERS.from_now, { now: Math.round(room.picture.moment.value.time_ms / 1000) })}</small>}
    </span>
  );
}

const LONG = new Set(["text", "cause", "evaluator_note", "contingency", "trigger"]);

function TextInput({ id, name, value, known, onChange }: { id: string; name: string; value: string; known: readonly string[]; onChange: (value: string) => void }) {
  if (LONG.has(name)) {
    return <textarea id={id} rows={3} dir="auto" data-field={name} value={value} onInput={(event) => onChange(event.currentTarget.value)} onKeyDown={phraseKeys(phrasesOf(name), value, onChange)} />;
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
function ListInput({ id, field, value, known, beside, onChange, offers = NONE }: Props & { field: Field & { kind: "list" }; id: string; known: readonly string[] }) {
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
            <bdi>{receiverSaid(option)}</bdi> <KeyOf offer={offers.find((offer) => nameOf(offer, words) === option)} />
          </label>
        ))}
      </div>
    );
  }
  const take = (text: string): void => onChange(text.split(",").map((word) => word.trim()).filter((word) => word !== ""));
  return <input id={id} dir="auto" defaultValue={words.join(", ")} placeholder={t(ORDERS.list_hint)} onInput={(event) => take(event.currentTarget.value)} />;
}

/** Return the item of a list that an offer puts in or takes out. */
function nameOf({ value }: Offer, held: readonly string[]): string | undefined {
  const then = Array.isArray(value) ? value.map(String) : [];
  return [...then, ...held].find((name) => then.includes(name) !== held.includes(name));
}

/** A field that has fields of its own, or is one of several kinds that have. */
function Parts({ field, value, beside, onChange, within = "", offers = NONE, onTake = ignore }: Props) {
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
          <FieldInput
            key={part.name}
            field={part}
            value={held[part.name]}
            beside={{ ...beside, ...held }}
            onChange={(next) => onChange({ ...held, [part.name]: next })}
            within={`${within}${field.name}.`}
            offers={offers}
            onTake={onTake}
          />
        ))}
    </fieldset>
  );
}
