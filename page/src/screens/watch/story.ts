/** What the two opening minutes show: which film, which agreements, and its moments, found in what it records. */
import type { Looking } from "../../map/StillMap";
import type { Line } from "../../stream/frames";
import { WATCH } from "../../words/first";
import type { Phrase } from "../../words/words";

export const SHOWN = "first-seen-by-partner";
export const TELLS = "alder"; // who sees it first
export const HEARS = "birch"; // whom it threatens
export const LAUNCH_MS = 300_000;
export const FROM_MS = 330_000; // nobody's sensors see anything before: cloud hides the first half minute
export const UNTIL_MS = 630_000;
/** From Cedar's south to Birch's cities, with Alder's radar above. */
export const LOOKING: Looking = { at: [68, 35, 0], spanDeg: 42 };

export interface Offer {
  agreement: string;
  name: Phrase;
  what: Phrase;
}

export const OFFERS: readonly Offer[] = [
  { agreement: "none", name: WATCH.none, what: WATCH.noneWhat },
  { agreement: "notify-only", name: WATCH.notifyOnly, what: WATCH.notifyOnlyWhat },
  { agreement: "jdec-1", name: WATCH.jdec1, what: WATCH.jdec1What },
  { agreement: "jdec-3", name: WATCH.jdec3, what: WATCH.jdec3What },
  { agreement: "full-picture", name: WATCH.fullPicture, what: WATCH.fullPictureWhat },
];

/** When each thing happened first, by exercise time; null where it did not. */
export interface Story {
  seenMs: number | null; // the one who sees it first warns at home
  toldMs: number | null; // the other has its report
  refusedMs: number | null; // the agreement held it back
  trackedMs: number | null; // a radar of the first has it
  aimedMs: number | null; // the other knows where it comes down
  selfMs: number | null; // the other sees it itself
  warnedMs: number | null; // the other's public is warned
  readMs: number; // how far its records have been read: no farther is it played, so that no moment is missed
}

type Moment = Exclude<keyof Story, "readMs">;

export const NO_STORY: Story = {
  seenMs: null,
  toldMs: null,
  refusedMs: null,
  trackedMs: null,
  aimedMs: null,
  selfMs: null,
  warnedMs: null,
  readMs: 0,
};

const first = (lines: readonly Line[], fits: (line: Line) => boolean): number | null => lines.find(fits)?.time_ms ?? null;

/** What a message carries, as far as a display asks. */
export function payloadOf(line: Line): Record<string, unknown> {
  const message = line.body["message"] as { payload?: Record<string, unknown> } | undefined;
  return message?.payload ?? {};
}

export const isReport = (line: Line): boolean => payloadOf(line)["type"] === "LaunchReport";

export function storyOf(tells: readonly Line[], hears: readonly Line[], readMs = 0): Story {
  return {
    readMs,
    seenMs: first(tells, ({ kind }) => kind === "LaunchWarning"),
    toldMs: first(hears, (line) => line.kind === "Delivery" && isReport(line)),
    refusedMs: first(tells, ({ kind, body }) => kind === "Refusal" && body["payload_kind"] === "LaunchReport" && body["to"] === HEARS),
    trackedMs: first(tells, ({ kind, body }) => kind === "TrackConfirmed" && body["phenomenology"] === "radar"),
    aimedMs: first(hears, ({ kind, body }) => kind === "ImpactWarning" && body["confidence"] !== "low"),
    selfMs: first(hears, ({ kind }) => kind === "TrackConfirmed"),
    warnedMs: first(hears, ({ kind }) => kind === "PublicWarning"),
  };
}

const QUICK = 9; // where nothing happens
const SLOW = 1; // where one must look
const BEFORE_MS = 2_000;
const AFTER_MS: Record<Moment, number> = {
  seenMs: 1_000,
  toldMs: 4_000,
  refusedMs: 4_000,
  trackedMs: 3_000,
  aimedMs: 2_000,
  selfMs: 3_000,
  warnedMs: 2_000,
};
const LEAD_MS = 3_000; // a message is on its way before it is there

/** Return how fast the film goes at a time: slow around its moments. */
export function paceOf(story: Story, timeMs: number): number {
  for (const [name, afterMs] of Object.entries(AFTER_MS) as [Moment, number][]) {
    const atMs = story[name];
    if (atMs === null) continue;
    const fromMs = atMs - BEFORE_MS - (name === "toldMs" ? LEAD_MS : 0);
    if (timeMs >= fromMs && timeMs < atMs + afterMs) return SLOW;
  }
  return QUICK;
}
