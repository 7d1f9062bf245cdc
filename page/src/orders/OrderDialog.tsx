import { lazy, Suspense } from "preact/compat";
import { useEffect, useState } from "preact/hooks";
import { Dialog } from "../parts/Dialog";
import { useDesk } from "../room/desk";
import { ORDERS } from "../words/orders";
import { ROOM } from "../words/room";
import { term } from "../words/terms";
import { t } from "../words/words";
import { lettersOf } from "./letters";
import { OrderForm } from "./OrderForm";
import { loadOrderKinds, type OrderKind } from "./schema";
import type { Values } from "./values";

const InjectForm = lazy(() => import("../control/InjectForm").then((found) => ({ default: found.InjectForm })));

/** Every order that there is, as the server describes them; empty until it has answered. */
export function useOrderKinds(): readonly OrderKind[] {
  const [kinds, setKinds] = useState<readonly OrderKind[]>([]);
  useEffect(() => {
    let isHere = true;
    loadOrderKinds().then(
      (found) => isHere && setKinds(found),
      () => undefined, // the room says already that the server does not answer
    );
    return () => {
      isHere = false;
    };
  }, []);
  return kinds;
}

/** The orders to choose from, or the form of the one chosen. */
export function OrderDialog() {
  const desk = useDesk();
  const kinds = useOrderKinds();
  const asked = desk.form.value;
  if (asked === null) return null;
  const close = (): void => {
    desk.form.value = null;
  };
  if (asked.order === "") return <Chooser onClose={close} />;
  const kind = kinds.find((known) => known.name === asked.order);
  return (
    <Dialog title={term(asked.order)} onClose={close}>
      {kind === undefined ? <p>{t(kinds.length === 0 ? ROOM.no_answer : ORDERS.none)}</p> : <Form key={kind.name} kind={kind} begin={asked.values} onDone={close} />}
    </Dialog>
  );
}

/** An inject has an editor of its own: it is too long for a plain form, and is loaded by those who write one. */
function Form(props: { kind: OrderKind; begin: Values; onDone: () => void }) {
  if (props.kind.name !== "WriteInject") return <OrderForm {...props} />;
  return (
    <Suspense fallback={<p class="nothing">{t(ROOM.opening)}</p>}>
      <InjectForm {...props} />
    </Suspense>
  );
}

function Chooser({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const letters = lettersOf([...desk.mine.value]);
  const open = (order: string): void => {
    desk.form.value = { order, values: {} };
  };
  const byKey = (event: KeyboardEvent): void => {
    const order = letters.get(event.key.toLowerCase());
    if (order === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(order);
  };
  return (
    <Dialog title={t(ORDERS.choose)} onClose={onClose} onKeyDown={byKey}>
      <p class="quiet">{t(letters.size === 0 ? ORDERS.none : ORDERS.choose_about)}</p>
      <div class="chooser">
        {[...letters].map(([letter, order]) => (
          <button key={order} type="button" aria-keyshortcuts={letter} onClick={() => open(order)}>
            <kbd aria-hidden="true">{letter}</kbd> {term(order)}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
