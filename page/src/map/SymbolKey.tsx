import milsymbol from "milsymbol";
import type { ComponentChildren } from "preact";
import type { Origin } from "../scene/scene";
import { INTERCEPTOR, missile, SITES } from "../scene/symbols";
import "../style/map.css";
import { KEY } from "../words/map";
import { t } from "../words/words";

const ORIGINS = ["own", "received", "fused", "truth"] as const satisfies readonly Origin[];
const SYMBOLS = {
  hostile: missile("mrbm", "hostile"),
  suspect: missile("mrbm", "suspect"),
  pending: missile("ballistic", "pending"),
  neutral: missile("ballistic", "neutral"),
  debris: missile("debris", "hostile"),
  interceptor: INTERCEPTOR,
  radar: SITES.radar,
  satellite: SITES.satellite,
  battery: SITES.battery,
  launcher: SITES.launcher,
} as const;
const SIGNS = ["launchSign", "impactSign", "threatened", "warned", "coverage", "reach", "engagement", "link", "plan", "meetTold", "notice", "night"] as const;

/** The key to the map: every line style and symbol, told in words. */
export function SymbolKey() {
  return (
    <section class="symbol-key" aria-label={t(KEY.title)}>
      <Group title={t(KEY.lines)} names={ORIGINS} picture={(name) => <OriginLine origin={name} />} />
      <Group
        title={t(KEY.symbols)}
        names={Object.keys(SYMBOLS) as (keyof typeof SYMBOLS)[]}
        picture={(name) => <img src={pictureOf(SYMBOLS[name])} alt="" width={36} height={26} />}
      />
      <Group title={t(KEY.signs)} names={SIGNS} picture={(name) => <Sign name={name} />} />
    </section>
  );
}

interface GroupProps<Name extends keyof typeof KEY> {
  title: string;
  names: readonly Name[];
  picture: (name: Name) => ComponentChildren;
}

function Group<Name extends keyof typeof KEY>({ title, names, picture }: GroupProps<Name>) {
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {names.map((name) => (
          <li key={name}>
            {picture(name)}
            {t(KEY[name])}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OriginLine({ origin }: { origin: (typeof ORIGINS)[number] }) {
  return (
    <svg class={`key-line ${origin}`} viewBox="0 0 36 10" width="36" height="10" aria-hidden="true">
      {(origin === "fused" ? [3, 7] : [5]).map((y) => (
        <line key={y} x1={2} x2={34} y1={y} y2={y} />
      ))}
    </svg>
  );
}

const made = new Map<string, string>();

function pictureOf(sidc: string): string {
  const found = made.get(sidc) ?? new milsymbol.Symbol(sidc, { size: 18, outlineColor: "#ffffff", outlineWidth: 4 }).toDataURL();
  made.set(sidc, found);
  return found;
}

function Sign({ name }: { name: (typeof SIGNS)[number] }) {
  return (
    <svg class={`key-sign ${name}`} viewBox="0 0 36 18" width="36" height="18" aria-hidden="true">
      {SIGN_SHAPES[name]}
    </svg>
  );
}

const SIGN_SHAPES = {
  launchSign: <path d="M18 2 25 15H11Z" />,
  impactSign: <path d="M24 9a6 6 0 1 1-12 0 6 6 0 0 1 12 0ZM18 0v6M18 12v6M9 9h6M21 9h6" />,
  threatened: <ellipse cx={18} cy={9} rx={14} ry={7} />,
  warned: <ellipse cx={18} cy={9} rx={14} ry={7} />,
  coverage: <path d="M18 17 4 4Q18-3 32 4Z" />,
  reach: <ellipse cx={18} cy={9} rx={14} ry={7} />,
  engagement: <path d="M3 15Q18 2 33 5" />,
  link: <path d="M3 9H17M20 9h3M26 9h3M32 9h2" />,
  plan: <path d="M3 16 24 6M29 2 33 6 29 10 25 6Z" />,
  meetTold: <path d="M18 2 25 9 18 16 11 9Z" />,
  notice: <path d="M13 14H26L33 9 26 4H13M13 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10Z" />,
  night: <path d="M4 2H32V16H4Z" />,
} as const;
