import { MAP, ORIGIN_WORDS } from "../words/globe";
import { t } from "../words/words";

const LINES = { own: "", received: "6 3", fused: "", truth: "2 2.5" } as const;
const SHOWN = ["own", "received", "fused", "truth"] as const;
type Shown = (typeof SHOWN)[number];

function Sample({ origin }: { origin: Shown }) {
  const heights = origin === "fused" ? [3, 7] : [5];
  return (
    <svg viewBox="0 0 24 10" width="24" height="10" aria-hidden="true">
      {heights.map((y) => (
        <line key={y} x1="0" x2="24" y1={y} y2={y} stroke={`var(--${origin})`} stroke-width="2" stroke-dasharray={LINES[origin]} />
      ))}
    </svg>
  );
}

/** How own, received, fused and true are told apart: by colour and by line. */
export function Legend({ hasTruth }: { hasTruth: boolean }) {
  return (
    <ul class="map-legend" aria-label={t(MAP.origins)}>
      {SHOWN.filter((origin) => origin !== "truth" || hasTruth).map((origin) => (
        <li key={origin}>
          <Sample origin={origin} />
          {t(ORIGIN_WORDS[origin])}
        </li>
      ))}
    </ul>
  );
}
