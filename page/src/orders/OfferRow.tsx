import { exerciseTime } from "../parts/times";
import { ORDERS } from "../words/orders";
import { receiverSaid, term } from "../words/terms";
import { t } from "../words/words";
import type { Offer } from "./offers";
import { shownAs } from "./values";

/** What is offered beside a field, each with its key. */
export function OfferRow({ offers, name, onTake }: { offers: readonly Offer[]; name: string; onTake: (offer: Offer) => void }) {
  if (offers.length === 0) return null;
  return (
    <span class="offers" role="group" aria-label={t(ORDERS.offered, { field: term(name) })}>
      {offers.map((offer) => (
        <button key={`${offer.key}${String(offer.value)}`} type="button" class="quiet" aria-pressed={offer.isChosen} aria-keyshortcuts={offer.key} onClick={() => onTake(offer)}>
          {isCode(offer, name) ? <code>{String(offer.value)}</code> : <bdi>{saidOf(offer, name)}</bdi>} <KeyOf offer={offer} />
        </button>
      ))}
    </span>
  );
}

export function KeyOf({ offer }: { offer: Offer | undefined }) {
  return offer === undefined || offer.key === "" ? null : <kbd aria-hidden="true">{offer.key}</kbd>;
}

/** Whether what is offered is the id of something that no language names otherwise. */
function isCode({ kind, value }: Offer, name: string): boolean {
  return kind === "name" && (name === "doctrine" || receiverSaid(String(value)) === value);
}

function saidOf({ kind, value }: Offer, name: string): string {
  if (kind === "code") return term(String(value));
  if (kind === "name") return receiverSaid(String(value));
  if (kind !== "number" || typeof value !== "number") return String(value);
  if (name.endsWith("_ms")) return value < 0 ? t(ORDERS.absent) : exerciseTime(value);
  const { unit, factor } = shownAs(name);
  return `${Number((value * factor).toPrecision(4))} ${t(unit)}`.trim();
}
