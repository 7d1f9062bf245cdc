import { WATCH } from "../../words/first";
import { t } from "../../words/words";
import { OFFERS } from "./story";
import type { Watching } from "./useWatch";

/** The choice of agreement: the same morning, the same luck, at once. */
export function Agreements({ watching: { agreement, choose } }: { watching: Watching }) {
  return (
    <fieldset class="agreements">
      <legend>
        {t(WATCH.agreement)} <small>{t(WATCH.sameLuck)}</small>
      </legend>
      <div class="agreement-row">
        {OFFERS.map((offer) => (
          <label key={offer.agreement} class={offer.agreement === agreement.value ? "is-chosen" : ""}>
            <input
              type="radio"
              name="agreement"
              checked={offer.agreement === agreement.value}
              onChange={() => choose(offer.agreement)}
            />
            <strong>{t(offer.name)}</strong>
            <span>{t(offer.what)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
