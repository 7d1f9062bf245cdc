import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Origin, Pick } from "../scene/scene";
import type { Picture } from "../stream/picture";
import "../style/map.css";
import { ORIGIN_WORDS } from "../words/globe";
import { CARD } from "../words/map";
import { t } from "../words/words";
import type { CardGroup, CardLine } from "./card/card";
import { cardOf } from "./card/make";

interface Props {
  picture: Picture;
  truth: Picture | null;
  picked: Signal<Pick | null>;
}

/**
 * The card of what is picked: who saw it, when, with what, what was told and what was kept back.
 *
 * It stands beside the map and takes no focus by itself, so that a row can be picked and the next one after it.
 * Escape closes it wherever the focus is within the map's part of the page, and gives the focus back.
 */
export function Provenance({ picture, truth, picked }: Props) {
  const place = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  const pick = picked.value;
  const card = pick === null ? null : cardOf({ pick, picture, truth });
  const isOpen = card !== null;
  const close = (): void => {
    const held = place.current?.contains(document.activeElement) ?? false;
    picked.value = null;
    if (held && before.current instanceof HTMLElement) before.current.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    before.current = document.activeElement;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      close();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [isOpen]);
  if (card === null) return null;
  return (
    <aside class="map-card" ref={place} aria-label={`${t(CARD.title)}: ${card.title}`} role="region">
      <header>
        <h2>{card.title}</h2>
        <OriginBadge origin={card.origin} />
        <button type="button" onClick={close} aria-label={t(CARD.close)}>
          ✕
        </button>
      </header>
      {/* reachable by the keyboard, or nobody without a mouse reads to its end */}
      <div class="card-groups" tabIndex={0} role="group" aria-label={card.title}>
        {card.groups.map((group, i) => (
          <Group key={i} group={group} />
        ))}
      </div>
    </aside>
  );
}

function OriginBadge({ origin }: { origin: Origin }) {
  if (origin === "plain") return null;
  return <span class={`origin-badge ${origin}`}>{t(ORIGIN_WORDS[origin])}</span>;
}

function Group({ group }: { group: CardGroup }) {
  return (
    <section>
      <h3>{t(group.title)}</h3>
      {group.lines.length === 0 && group.none !== undefined ? <p>{t(group.none)}</p> : null}
      <dl>
        {group.lines.map((line) => (
          <Line key={line.term} line={line} />
        ))}
      </dl>
    </section>
  );
}

function Line({ line: { term, text, bar, isWithheld } }: { line: CardLine }) {
  return (
    <div class={isWithheld === true ? "withheld" : ""}>
      <dt>{term}</dt>
      <dd>
        {text}
        {bar === undefined ? null : (
          <svg class={`card-bar ${bar.origin}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <line x1={0} x2={100} y1={2} y2={2} class="all" />
            <line x1={100 * bar.from} x2={Math.max(100 * bar.to, 100 * bar.from + 1)} y1={2} y2={2} class="seen" />
          </svg>
        )}
      </dd>
    </div>
  );
}
