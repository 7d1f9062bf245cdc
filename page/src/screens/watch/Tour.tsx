import { computed, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { TOUR, WATCH } from "../../words/first";
import { t, type Phrase } from "../../words/words";
import { FROM_MS, type Story } from "./story";
import { FIRST_AGREEMENT, type Watching } from "./useWatch";

const SPEED = 0.45; // of the usual pace: captions want reading
const SINCE_MS = 3_000; // before its moment a caption is there
const ALONE_FROM_MS = 100_000; // before the other side sees it itself, where the second half begins

export interface Step {
  caption: Phrase;
  agreement: string;
  /** From when on the caption stands; null while its moment is not known. */
  fromMs: (story: Story) => number | null;
  isPaused?: boolean;
}

const before = (atMs: number | null, leadMs: number): number | null => (atMs === null ? null : atMs - leadMs);

export const STEPS: readonly Step[] = [
  { caption: TOUR.calm, agreement: FIRST_AGREEMENT, fromMs: () => FROM_MS },
  { caption: TOUR.plume, agreement: FIRST_AGREEMENT, fromMs: ({ seenMs }) => before(seenMs, SINCE_MS) },
  { caption: TOUR.crossing, agreement: FIRST_AGREEMENT, fromMs: ({ toldMs }) => before(toldMs, SINCE_MS) },
  { caption: TOUR.tracks, agreement: FIRST_AGREEMENT, fromMs: ({ trackedMs }) => before(trackedMs, 0) },
  { caption: TOUR.other, agreement: "none", fromMs: ({ selfMs }) => before(selfMs, ALONE_FROM_MS) },
  { caption: TOUR.alone, agreement: "none", fromMs: ({ selfMs }) => before(selfMs, 0) },
  { caption: TOUR.ask, agreement: "none", fromMs: ({ selfMs }) => before(selfMs, -12_000), isPaused: true },
];
const TURN_MS = 25_000; // after the tracks: time to see them before the other agreement

/** Return the step that is due after one, at a time of the film; the same one while it is not over. */
export function stepAt(step: number, story: Story, timeMs: number): number {
  const next = STEPS[step + 1];
  if (next === undefined) return step;
  const isOther = next.agreement !== STEPS[step]?.agreement;
  const dueMs = isOther ? before(STEPS[step]?.fromMs(story) ?? null, -TURN_MS) : next.fromMs(story);
  return dueMs !== null && timeMs >= dueMs ? step + 1 : step;
}

/** The guided tour: the same screen with captions.  It ends when somebody wants it to, or at the visitor's own turn. */
export function Tour({ watching }: { watching: Watching }) {
  const step = useMemo(() => signal(new URLSearchParams(location.search).has("tour") ? 0 : -1), []);
  const { player, story } = watching;
  const go = (next: number): void => {
    const wanted = STEPS[next];
    if (wanted === undefined) return end();
    const other = wanted.agreement !== watching.agreement.peek();
    const fromMs = wanted.fromMs(story.peek());
    step.value = next;
    if (other) watching.choose(wanted.agreement, fromMs ?? FROM_MS);
    else if (fromMs !== null && player.timeMs.peek() < fromMs) player.seek(fromMs);
    if (wanted.isPaused === true) player.isPlaying.value = false;
  };
  const end = (): void => {
    step.value = -1;
    player.speed.value = 1;
  };
  useEffect(() => {
    if (step.peek() < 0) return undefined;
    player.speed.value = SPEED;
    const due = computed(() => stepAt(step.value, story.value, player.timeMs.value));
    const stop = due.subscribe((next) => {
      if (step.peek() >= 0 && next !== step.peek()) queueMicrotask(() => go(next));
    });
    const press = (event: KeyboardEvent): void => {
      if (event.key === "Escape") end();
      else if (event.key === "Enter" && event.target === document.body) go(step.peek() + 1);
    };
    addEventListener("keydown", press);
    return () => {
      stop();
      removeEventListener("keydown", press);
    };
  }, []);
  const now = STEPS[step.value];
  if (now === undefined) return null;
  return (
    <aside class="tour" aria-live="polite">
      <small>{t(WATCH.step, { now: step.value + 1, all: STEPS.length })}</small>
      <p>{t(now.caption)}</p>
      <div>
        <button type="button" class="go" onClick={() => go(step.value + 1)}>
          {t(WATCH.next)}
        </button>
        <button type="button" onClick={end}>
          {t(WATCH.skip)}
        </button>
      </div>
    </aside>
  );
}
