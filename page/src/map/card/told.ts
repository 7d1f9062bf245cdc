/** What was told of an event, to whom and by whom, and what the agreement kept back. */
import { degrees } from "../../parts/measures";
import { exerciseTime, span } from "../../parts/times";
import type { Picture } from "../../stream/picture";
import type { EventItem, ReportItem } from "../../stream/sections";
import { CARD } from "../../words/map";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import type { CardGroup, CardLine } from "./card";

export function toldGroup(event: EventItem): CardGroup {
  const as = event.public_name === "" ? "" : ` ${t(CARD.toldAs, { name: event.public_name })}`;
  const when = event.reported_ms < 0 ? "" : ` · ${exerciseTime(event.reported_ms)}`;
  const lines = Object.entries(event.told).map(([partner, kind]) => ({ term: term(partner), text: `${term(kind)}${as}${when}` }));
  return { title: CARD.told, lines, none: CARD.notTold };
}

/** Return the reports that tell of an event: those that share a source with it. */
export function reportsOf(picture: Picture, event: EventItem): [string, ReportItem][] {
  const sources = new Set(event.received_sources);
  const isOf = (report: ReportItem): boolean => (report.sources ?? []).some((source) => sources.has(source.source_id));
  return [...picture.section("reports").value].filter(([, report]) => isOf(report));
}

export function heardGroups(picture: Picture, event: EventItem): CardGroup[] {
  return reportsOf(picture, event).map(([key, report]) => ({ title: CARD.heard, lines: heardLines(key, report) }));
}

function heardLines(key: string, report: ReportItem): CardLine[] {
  const times = { sent: exerciseTime(report.released_ms), came: exerciseTime(report.received_ms) };
  const coarse = coarsenings(report.coarsened ?? {});
  const lines: CardLine[] = [
    { term: key, text: `${term(report.assessment)} · ${t(CARD.heardWhen, times)}` },
    keptBack(report.withheld ?? [], t(CARD.withheld)),
  ];
  return coarse.length === 0 ? lines : [...lines, { term: t(CARD.coarsened), text: coarse.join(", "), isWithheld: true }];
}

export function keptBack(fields: readonly string[], title: string): CardLine {
  const text = fields.length === 0 ? t(CARD.nothingWithheld) : fields.map(term).join(", ");
  return { term: title, text, isWithheld: fields.length > 0 };
}

interface Coarsening {
  grid_rad?: number;
  time_round_ms?: number;
  class_generic_only?: boolean;
  azimuth_step_rad?: number;
}

export function coarsenings({ grid_rad, time_round_ms, class_generic_only, azimuth_step_rad }: Coarsening): string[] {
  return [
    ...(grid_rad ? [t(CARD.toGrid, { size: degrees(grid_rad, 1) })] : []),
    ...(time_round_ms ? [t(CARD.toTime, { size: span(time_round_ms) })] : []),
    ...(azimuth_step_rad ? [t(CARD.toStep, { size: degrees(azimuth_step_rad) })] : []),
    ...(class_generic_only ? [t(CARD.toClass)] : []),
  ];
}

/** Fields of a launch report, so that a card can say which of them the terms do not release. */
const REPORT_FIELDS = [
  "launch_time_ms",
  "launch_point",
  "azimuth_rad",
  "generic_class",
  "n_objects",
  "phenomenology",
  "impact_area",
  "impact_time_ms",
  "threatens",
  "confidence",
  "assessment",
  "matched_notification",
  "track",
] as const;

/** The terms as they act on whatever we tell. */
export function agreementGroup(picture: Picture): CardGroup[] {
  const terms = picture.section("agreement").value.get("terms");
  if (terms === undefined) return [];
  const released = new Set(Array.isArray(terms.fields_released) ? terms.fields_released.map(String) : []);
  const coarse = coarsenings((terms.coarsening ?? {}) as Coarsening);
  const delayMs = Number(terms.min_delay_ms ?? 0);
  return [
    {
      title: CARD.agreement,
      lines: [
        { term: String(terms.name), text: String(terms.version) },
        keptBack(REPORT_FIELDS.filter((field) => !released.has(field)), t(CARD.fieldsKept)),
        ...(coarse.length > 0 ? [{ term: t(CARD.coarsened), text: coarse.join(", "), isWithheld: true }] : []),
        ...(delayMs > 0 ? [{ term: t(CARD.delay), text: span(delayMs), isWithheld: true }] : []),
      ],
    },
  ];
}
