import { useEffect, useState } from "preact/hooks";
import "../style/control.css";
import { BAR, Fate } from "../orders/Fate";
import { FieldInput } from "../orders/FieldInput";
import type { Field, OrderKind } from "../orders/schema";
import { emptyValues, faultsOf, type Values } from "../orders/values";
import { useDesk } from "../room/desk";
import { post, Refused } from "../server/api";
import { CONTROL } from "../words/control";
import { ORDERS } from "../words/orders";
import { ROOM } from "../words/room";
import { spoken } from "../words/said";
import { t, type Phrase } from "../words/words";
import { faultPlace, freeId } from "./injects";
import { OfTruth } from "./OfTruth";

const CHECK_AFTER_MS = 500; // since the last key

/** How the fields stand together; one that is in no group stands in the first. */
const GROUPS: readonly { title: Phrase; fields: readonly string[] }[] = [
  { title: CONTROL.about_who, fields: ["inject_id", "number", "title", "storyline", "event", "incident", "objective", "controller", "status"] },
  { title: CONTROL.about_when, fields: ["time_ms", "trigger", "depends_on"] },
  { title: CONTROL.about_what, fields: ["means", "sender", "to", "text"] },
  { title: CONTROL.about_does, fields: ["effects"] },
  { title: CONTROL.about_sees, fields: ["expected", "contingency", "evaluator_note"] },
];
const PLAYED = ["due", "fired", "skipped"]; // what only play itself makes of an inject

interface Props {
  kind: OrderKind;
  begin: Values;
  onDone: () => void;
}

/** The editor of an inject: every field, checked by the server while one writes, each fault beside its field. */
export function InjectForm(props: Props) {
  return (
    <OfTruth>
      <Editor {...props} />
    </OfTruth>
  );
}

function Editor({ kind, begin, onDone }: Props) {
  const { giving, room } = useDesk();
  const fields = fieldsOfInject(kind);
  const known = room.picture.section("injects").value;
  const [values, setValues] = useState<Values>(() => ({ ...emptyValues(fields), inject_id: freeId("new", known.keys()), ...(begin.inject as Values | undefined) }));
  const [wrong, setWrong] = useState<string | null>(null);
  const own = fields.flatMap((field) => faultsOf(field, values[field.name]));
  const told = JSON.stringify(values);
  useEffect(() => {
    setWrong(null);
    if (own.length > 0) return undefined;
    const timer = setTimeout(() => {
      post<{ wrong: string }>("/control/drafts", { inject: values }).then(
        (answer) => setWrong(answer.wrong),
        (error: unknown) => setWrong(error instanceof Refused && error.message !== "" ? error.message : t(ROOM.unanswered)),
      );
    }, CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const place = wrong === null || wrong === "" ? null : faultPlace(wrong);
  const saidAt = (name: string): readonly string[] => [
    ...own.filter(({ field }) => field.split(".")[0] === name).map(({ code, field, bound }) => t(ORDERS[code], { field, bound })),
    ...(place?.field === name ? [place.says] : []),
  ];
  const isElsewhere = place !== null && !fields.some(({ name }) => name === place.field);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (own.length === 0 && (await giving.order(BAR, { type: "WriteInject", inject: values }))) onDone();
  };
  return (
    <form class="order-form inject-form" data-order={kind.name} onSubmit={(event) => void send(event)}>
      {GROUPS.map((group, at) => (
        <fieldset key={at} class="inject-group">
          <legend>{t(group.title)}</legend>
          {at === 1 && <p class="hint">{t(CONTROL.when_hint)}</p>}
          {fields.filter(({ name }) => group.fields.includes(name) || (at === 0 && isInNone(name))).map((field) => (
            <div key={field.name} class={saidAt(field.name).length > 0 ? "has-fault" : ""}>
              <FieldInput field={field} value={values[field.name]} beside={values} onChange={(next) => setValues((old) => ({ ...old, [field.name]: next }))} />
              {field.name === "trigger" && <p class="hint field-hint">{t(CONTROL.trigger_hint)}</p>}
              {saidAt(field.name).map((says) => (
                <p key={says} class="fate is-refused field-hint" role="alert">
                  {says}
                </p>
              ))}
            </div>
          ))}
        </fieldset>
      ))}
      <footer>
        <button type="submit" class="action" disabled={own.length > 0 || (wrong !== null && wrong !== "")}>
          {t(CONTROL.write)} <kbd aria-hidden="true">⏎</kbd>
        </button>
        {wrong === "" && <span class="fate is-done">{t(CONTROL.is_good)}</span>}
        {isElsewhere && (
          <span class="fate is-refused" role="alert">
            {spoken(wrong ?? "")}
          </span>
        )}
        <Fate tag={BAR} />
      </footer>
    </form>
  );
}

const isInNone = (name: string): boolean => !GROUPS.some((group) => group.fields.includes(name));

function fieldsOfInject(kind: OrderKind): readonly Field[] {
  const inject = kind.fields.find(({ name }) => name === "inject");
  const fields = inject?.kind === "group" ? inject.fields : [];
  return fields.map((field) => (field.name === "status" && field.kind === "choice" ? { ...field, options: field.options.filter((option) => !PLAYED.includes(option)) } : field));
}
