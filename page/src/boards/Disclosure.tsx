import "../style/hot_wash.css";
import { useAsked } from "../control/asked";
import { FaultLine } from "../control/Fault";
import { Board } from "../parts/Board";
import { changeable, clearFor, hotWash, isClearedBy, standingOf, type Audience, type ClearItem, type HotWash, type Standing } from "../server/hot_wash";
import { FACT_WORDS, FAMILY_WORDS, HOT_WASH } from "../words/hot_wash";
import { term } from "../words/terms";
import { t, type Phrase } from "../words/words";

const ASK_AGAIN_MS = 5000;
const AUDIENCE_WORDS: Readonly<Record<Audience, Phrase>> = { parties: HOT_WASH.for_parties, joint: HOT_WASH.in_joint, public: HOT_WASH.for_public };
const STANDING_WORDS: Readonly<Record<Standing, Phrase>> = { released: HOT_WASH.released, waits: HOT_WASH.waits, not_cleared: HOT_WASH.not_cleared };
const TONES: Readonly<Record<Standing, string>> = { released: "tone-good", waits: "tone-warn", not_cleared: "" };

/** What may be read by whom after the exercise: a disclosure officer, and control for truth, clears it here. */
export default function Disclosure() {
  const { answer, fault, take } = useAsked(hotWash, ASK_AGAIN_MS);
  const give = (audience: Audience, items: readonly string[], isWithdrawn: boolean): void => take(clearFor(audience, items, isWithdrawn));
  return (
    <Board name={t(HOT_WASH.disclosure)}>
      <p class="hint">{t(HOT_WASH.disclosure_about)}</p>
      {answer?.party === "control" && <p class="hint">{t(HOT_WASH.disclosure_control)}</p>}
      <FaultLine fault={fault} />
      {answer !== null && (
        <>
          <Matrix told={answer} title={HOT_WASH.of_nodes} audiences={["joint"]} words={FAMILY_WORDS} isShown={(item) => item.audience !== "public" && !item.is_truth} onGive={give} />
          <Matrix told={answer} title={HOT_WASH.of_truth} audiences={["parties", "joint"]} words={FAMILY_WORDS} isShown={(item) => item.audience !== "public" && item.is_truth} onGive={give} />
          <Matrix told={answer} title={HOT_WASH.for_public} audiences={["public"]} words={FACT_WORDS} isShown={(item) => item.audience === "public"} onGive={give} />
        </>
      )}
    </Board>
  );
}

interface MatrixProps {
  told: HotWash;
  title: Phrase;
  audiences: readonly Audience[];
  words: Readonly<Record<string, Phrase>>;
  isShown: (item: ClearItem) => boolean;
  onGive: (audience: Audience, items: readonly string[], isWithdrawn: boolean) => void;
}

/** Items down, audiences across; each may be cleared and taken back by itself, or all of them at once. */
function Matrix({ told, title, audiences, words, isShown, onGive }: MatrixProps) {
  const items = told.items.filter(isShown);
  if (items.length === 0) return null;
  const names = [...new Set(items.map(({ item }) => item))];
  const wordOf = (name: string): string => (words[name] === undefined ? name : t(words[name]));
  return (
    <table class="clearances">
      <caption>{t(title)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(words === FACT_WORDS ? HOT_WASH.fact : HOT_WASH.family)}</th>
          {audiences.map((audience) => (
            <th key={audience} scope="col">
              {t(AUDIENCE_WORDS[audience])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{wordOf(name)}</th>
            {audiences.map((audience) => (
              <Cell key={audience} item={items.find((item) => item.item === name && item.audience === audience)} party={told.party} word={wordOf(name)} onGive={onGive} />
            ))}
          </tr>
        ))}
        <tr class="clear-all">
          <td />
          {audiences.map((audience) => (
            <td key={audience}>
              <All audience={audience} title={title} items={items} party={told.party} onGive={onGive} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

interface CellProps {
  item: ClearItem | undefined;
  party: string;
  word: string;
  onGive: MatrixProps["onGive"];
}

function Cell({ item, party, word, onGive }: CellProps) {
  if (item === undefined) return <td />;
  const standing = standingOf(item, party);
  const others = item.cleared_by.filter((name) => name !== party);
  const isMine = isClearedBy(item, party);
  return (
    <td>
      {item.is_mine && (
        <input
          type="checkbox"
          aria-label={t(HOT_WASH.clear_item, { item: word, audience: t(AUDIENCE_WORDS[item.audience]) })}
          checked={isMine}
          onChange={() => onGive(item.audience, [item.item], isMine)}
        />
      )}{" "}
      <span class={`badge ${TONES[standing]}`}>{t(STANDING_WORDS[standing])}</span> {others.length > 0 && <small>{t(HOT_WASH.cleared_by, { who: others.map(term).join(", ") })}</small>}
    </td>
  );
}

interface AllProps {
  audience: Audience;
  title: Phrase;
  items: readonly ClearItem[];
  party: string;
  onGive: MatrixProps["onGive"];
}

function All({ audience, title, items, party, onGive }: AllProps) {
  const left = changeable(items, audience, party, false);
  const cleared = changeable(items, audience, party, true);
  const about = title === AUDIENCE_WORDS[audience] ? t(title) : `${t(title)}, ${t(AUDIENCE_WORDS[audience])}`;
  return (
    <div class="say-row">
      {left.length > 0 && (
        <button type="button" class="quiet" aria-label={`${t(HOT_WASH.clear_all)}: ${about}`} onClick={() => onGive(audience, left, false)}>
          {t(HOT_WASH.clear_all)}
        </button>
      )}
      {cleared.length > 0 && (
        <button type="button" class="quiet" aria-label={`${t(HOT_WASH.take_back_all)}: ${about}`} onClick={() => onGive(audience, cleared, true)}>
          {t(HOT_WASH.take_back_all)}
        </button>
      )}
    </div>
  );
}
