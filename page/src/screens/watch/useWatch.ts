import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Line } from "../../stream/frames";
import { edgeOf, type Film, type FilmAsked } from "../../stream/film";
import { Player } from "../../stream/player";
import { Shelf } from "../../stream/shelf";
import type { Strip } from "../../stream/strip";
import { FROM_MS, HEARS, NO_STORY, OFFERS, SHOWN, TELLS, UNTIL_MS, paceOf, storyOf, type Story } from "./story";

export const FIRST_AGREEMENT = "full-picture";

/** The two sides of one film. */
export interface Sides {
  tells: Strip;
  hears: Strip;
}

/** All that the two opening minutes hold. */
export interface Watching {
  player: Player;
  agreement: Signal<string>;
  film: ReadonlySignal<Film>;
  sides: ReadonlySignal<Sides | null>;
  story: ReadonlySignal<Story>;
  edgeMs: ReadonlySignal<number>;
  /** Show another agreement from a moment on. */
  choose(agreement: string, fromMs?: number): void;
}

export function useWatch(): Watching {
  const made = useMemo(makeWatch, []);
  useEffect(made.open, []);
  return made.watching;
}

function makeWatch(): { watching: Watching; open: () => () => void } {
  const shelf = new Shelf();
  const player = new Player();
  const agreement = signal(FIRST_AGREEMENT);
  const film = computed(() => shelf.of(asked(agreement.value)));
  const filmId = computed(() => film.value.told.value?.film_id ?? null);
  const sides = computed<Sides | null>(() =>
    filmId.value === null ? null : { tells: film.value.strip(TELLS), hears: film.value.strip(HEARS) },
  );
  const stories = signal<Readonly<Record<string, Story>>>({});
  const story = computed(() => stories.value[agreement.value] ?? NO_STORY);
  const edgeMs = computed(() => Math.min(UNTIL_MS, edgeOf(film.value.told.value), story.value.readMs));
  const choose = (chosen: string, fromMs = FROM_MS): void => {
    batch(() => {
      agreement.value = chosen;
      player.timeMs.value = fromMs;
      player.isPlaying.value = true;
    });
  };
  const open = (): (() => void) => {
    player.timeMs.value = FROM_MS;
    player.pace = (timeMs) => paceOf(story.peek(), timeMs);
    player.isPlaying.value = true;
    player.run();
    const stops = [
      effect(() => {
        const now = sides.value;
        player.put(now === null ? [] : [now.tells, now.hears], () => edgeMs.peek());
      }),
      readAhead(shelf, agreement, (name, found) => (stories.value = { ...stories.peek(), [name]: found })),
    ];
    return () => {
      for (const stop of stops) stop();
      player.stop();
      shelf.close();
    };
  };
  return { watching: { player, agreement, film, sides, story, edgeMs, choose }, open };
}

const asked = (agreement: string): FilmAsked => ({ source: SHOWN, agreement, at_ms: -1, run: null });

/**
 * Read the moments of the chosen agreement's film, then of all the others': so each is shot before it is chosen.
 *
 * Returns what ends it.
 */
function readAhead(shelf: Shelf, chosen: ReadonlySignal<string>, tell: (agreement: string, story: Story) => void): () => void {
  let isLeft = false;
  const begun = new Map<string, Promise<void>>();
  const read = async (name: string): Promise<void> => {
    const film = shelf.of(asked(name));
    await isThere(film);
    for await (const found of storiesOf(film)) {
      if (isLeft) return;
      tell(name, found);
    }
  };
  const begin = (name: string): Promise<void> => {
    const already = begun.get(name) ?? read(name);
    begun.set(name, already);
    return already;
  };
  const stop = effect(() => void begin(chosen.value));
  void (async () => {
    await begin(FIRST_AGREEMENT);
    for (const { agreement } of OFFERS) if (!isLeft) await begin(agreement);
  })();
  return () => {
    isLeft = true;
    stop();
  };
}

function isThere(film: Film): Promise<void> {
  return new Promise((done) => {
    const stop: () => void = film.told.subscribe((told) => {
      if (told === null) return;
      queueMicrotask(() => stop());
      done();
    });
  });
}

/** Give what has been found so far, chunk after chunk. */
async function* storiesOf(film: Film): AsyncGenerator<Story> {
  const [tells, hears]: [Line[], Line[]] = [[], []];
  const other = film.records(HEARS, FROM_MS, UNTIL_MS - 1);
  const chunkMs = film.told.peek()?.chunk_ms ?? 0;
  let readMs = Math.floor(FROM_MS / chunkMs) * chunkMs;
  for await (const lines of film.records(TELLS, FROM_MS, UNTIL_MS - 1)) {
    tells.push(...lines);
    hears.push(...((await other.next()).value ?? []));
    readMs += chunkMs;
    yield storyOf(tells, hears, readMs);
  }
}
