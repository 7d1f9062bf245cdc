import { useSignal } from "@preact/signals";
import type { TargetedSubmitEvent } from "preact";
import { whoAmI, type Me } from "../../server/seat";
import { joinWith, takeRole, type Welcome } from "../../server/welcome";
import { LOBBY } from "../../words/first";
import { spoken } from "../../words/said";
import { term } from "../../words/terms";
import { t } from "../../words/words";

/** Joining an exercise that has codes, then the roles that one may take. */
export function Join({ offered }: { offered: Welcome }) {
  const me = useSignal<Me | null>(offered.me);
  const fault = useSignal("");
  const tried = async (doing: () => Promise<Me>): Promise<void> => {
    try {
      me.value = await doing();
      fault.value = "";
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
    }
  };
  const enter = (code: string, name: string): Promise<void> =>
    tried(async () => {
      await joinWith(code, name);
      return whoAmI();
    });
  return (
    <section class="join" aria-labelledby="join">
      <h2 id="join">{t(LOBBY.joinTitle, { exercise: offered.name })}</h2>
      {me.value === null ? (
        <CodeForm onJoin={enter} />
      ) : (
        <Roles me={me.value} onTake={(role) => void tried(() => takeRole(role))} />
      )}
      {fault.value !== "" && (
        <p class="fault" role="alert">
          {spoken(fault.value)}
        </p>
      )}
    </section>
  );
}

function CodeForm({ onJoin }: { onJoin: (code: string, name: string) => Promise<void> }) {
  const send = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    void onJoin(String(given.get("code")).trim(), String(given.get("name")).trim());
  };
  return (
    <form onSubmit={send}>
      <label>
        <span>{t(LOBBY.code)}</span>
        <input name="code" required maxLength={40} autocomplete="off" spellcheck={false} aria-describedby="code-help" />
        <small id="code-help">{t(LOBBY.codeHelp)}</small>
      </label>
      <label>
        <span>{t(LOBBY.name)}</span>
        <input name="name" required maxLength={200} autocomplete="name" aria-describedby="name-help" />
        <small id="name-help">{t(LOBBY.nameHelp)}</small>
      </label>
      <button type="submit" class="go">
        {t(LOBBY.join)}
      </button>
    </form>
  );
}

function Roles({ me, onTake }: { me: Me; onTake: (role: string) => void }) {
  const free = me.may_take.filter((role) => !me.roles.includes(role));
  return (
    <div class="roles">
      <p>{t(LOBBY.youSit, { side: me.nation === "" ? term(me.side) : term(me.nation) })}</p>
      {me.roles.length > 0 && (
        <p>
          {t(LOBBY.rolesHeld)}: {me.roles.map(term).join(", ")}
        </p>
      )}
      {free.length > 0 && <h3>{t(LOBBY.rolesFree)}</h3>}
      <ul>
        {free.map((role) => (
          <li key={role}>
            <button type="button" onClick={() => onTake(role)}>
              {t(LOBBY.take, { role: term(role) })}
            </button>
          </li>
        ))}
      </ul>
      {me.roles.length === 0 && free.length === 0 && <p>{t(LOBBY.noRole)}</p>}
      <a class="go" href="/room">
        {t(LOBBY.enter)}
      </a>
    </div>
  );
}
