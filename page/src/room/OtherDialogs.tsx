import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { BOARD_KINDS } from "../boards/boards";
import { lettersOf } from "../orders/letters";
import { Dialog } from "../parts/Dialog";
import { get, post, Refused, remove } from "../server/api";
import type { Me } from "../server/seat";
import { ROOM } from "../words/room";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t, type Phrase } from "../words/words";
import { useDesk } from "./desk";

/** Which of the room's own dialogs is open. */
export const openDialog = signal<"" | "roles" | "help">("");

const close = (): void => {
  openDialog.value = "";
};

/** The buttons of the room's own dialogs, and whichever is open. */
export function OtherDialogs() {
  return (
    <>
      <button type="button" class="quiet" onClick={() => (openDialog.value = "roles")}>
        {t(ROOM.roles)}
      </button>
      <button type="button" class="quiet" aria-keyshortcuts="?" onClick={() => (openDialog.value = "help")}>
        <span class="keys-word">{t(ROOM.keys)}</span> <kbd aria-hidden="true">?</kbd>
      </button>
      {openDialog.value === "roles" && <Roles />}
      {openDialog.value === "help" && <Help />}
    </>
  );
}

interface RoleTold {
  name: string;
  may_order: string[];
}

/** Take roles and give them back. */
function Roles() {
  const { room } = useDesk();
  const me = room.me.value;
  const [told, setTold] = useState<readonly RoleTold[]>([]);
  const [fault, setFault] = useState("");
  useEffect(() => {
    get<{ roles: RoleTold[] }>("/roles").then(
      (answer) => setTold(answer.roles),
      () => setFault(t(ROOM.unanswered)),
    );
  }, []);
  const change = (asked: Promise<Me>): void => {
    asked.then(
      (next) => {
        Object.assign(room.me, { value: next });
        setFault("");
      },
      (error: unknown) => setFault(error instanceof Refused && error.message !== "" ? error.message : t(ROOM.unanswered)),
    );
  };
  const row = (name: string, says: Phrase, act: () => void) => (
    <li key={name}>
      <div>
        <b>{term(name)}</b> <code>{name}</code>
        <small>{t(ROOM.may_order, { orders: (told.find((role) => role.name === name)?.may_order ?? []).map(term).join(", ") })}</small>
      </div>
      <button type="button" onClick={act}>
        {t(says)}
      </button>
    </li>
  );
  return (
    <Dialog title={t(ROOM.roles)} onClose={close}>
      <p class="quiet">{t(ROOM.roles_doctrine)}</p>
      <h3>{t(ROOM.roles_held)}</h3>
      {me.roles.length === 0 && <p>{t(ROOM.roles_none)}</p>}
      <ul class="roles">{me.roles.map((name) => row(name, ROOM.give_back, () => change(remove<Me>(`/roles/${name}`))))}</ul>
      <h3>{t(ROOM.roles_free)}</h3>
      <ul class="roles">{me.may_take.map((name) => row(name, ROOM.take, () => change(post<Me>("/roles", { role: name }))))}</ul>
      {fault !== "" && (
        <p class="fate is-refused" role="alert">
          {spoken(fault)}
        </p>
      )}
      <button type="button" class="quiet" onClick={() => void post("/leave").finally(() => location.assign("/"))}>
        {t(ROOM.leave)}
      </button>
    </Dialog>
  );
}

const GENERAL: readonly [keys: string, says: Phrase][] = [
  ["1 – 9  ↑ ↓", ROOM.help_row],
  ["a – z", ROOM.help_verb],
  ["Enter", ROOM.help_enter],
  ["Esc", ROOM.help_drop],
  ["n", ROOM.help_new],
  ["/  :", ROOM.help_command],
  ["`", ROOM.help_next],
  ["h", ROOM.help_map],
  ["?", ROOM.help_help],
];

/** All keys, as far as this seat has them. */
function Help() {
  const desk = useDesk();
  const sees = desk.room.picture.sees.value;
  const sets = [...desk.rowSets.value.values()];
  return (
    <Dialog title={t(ROOM.help_title)} onClose={close}>
      <div class="help">
        <dl>
          {GENERAL.map(([keys, says]) => (
            <Key key={keys} keys={keys} says={t(says)} />
          ))}
        </dl>
        <div>
          <h3>{t(ROOM.help_go)}</h3>
          <dl>
            {BOARD_KINDS.filter((kind) => kind.sees.includes(sees)).map((kind) => (
              <Key key={kind.name} keys={`g ${kind.hotKey}`} says={t(kind.title)} />
            ))}
          </dl>
        </div>
        <div>
          <h3>{t(ROOM.help_new)}</h3>
          <dl>
            {[...lettersOf([...desk.mine.value])].map(([letter, order]) => (
              <Key key={order} keys={`n ${letter}`} says={term(order)} />
            ))}
          </dl>
        </div>
        {sets.map((set) => (
          <div key={set.board}>
            <h3>{t(BOARD_KINDS.find((kind) => kind.name === set.board)?.title ?? ROOM.boards)}</h3>
            <dl>
              {set.verbs.map((verb) => (
                <Key key={verb.letter} keys={verb.letter} says={t(verb.says)} />
              ))}
            </dl>
          </div>
        ))}
      </div>
    </Dialog>
  );
}

function Key({ keys, says }: { keys: string; says: string }) {
  return (
    <>
      <dt>
        <kbd>{keys}</kbd>
      </dt>
      <dd>{says}</dd>
    </>
  );
}
