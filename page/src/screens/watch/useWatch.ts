import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Line } from "../../stream/frames";
import { Film, edgeOf } from "../../stream/film";
import { Player } from "../../stream/player";
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

/** One film an agreement: the one that is looked at first, the others after it, so that a choice is there at once. */
class Shelf {
  private readonly films = new Map<string, Film>();

  of(agreement: string): Film {
    let film = this.films.get(agreement);
    if (film === undefined) {
      film = new Film().open({ source: SHOWN, agreement, at_ms: -1, run: null });
      this.films.set(agreement, film);
    }
    return film;
  }

  /** Ask for the next film that nobody has asked for, when all others are there. */
  fill(): void {
    for (const film of this.films.values()) if (edgeOf(film.told.value) < UNTIL_MS) return;
    const next = OFFERS.find(({ agreement }) => !this.films.has(agreement));
    if (next !== undefined) this.of(next.agreement);
  }

  close(): void {
    for (const film of this.films.values()) film.close();
  }
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
  const film = computed(() => shelf.of(agreement.value));
  const filmId = computed(() => film.value.told.value?.film_id ?? null);
  const sides = computed<Sides | null>(() =>
    filmId.value === null ? null : { tells: film.value.strip(TELLS), hears: film.value.strip(HEARS) },
  );
  const story = signal<Story>(NO_STORY);
  const edgeMs = computed(() => Math.min(UNTIL_MS, edgeOf(film.value.told.value)));
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
        if (now !== null) player.put([now.tells, now.hears], () => edgeMs.peek());
      }),
      followStory(film, filmId, edgeMs, story),
      effect(() => shelf.fill()),
    ];
    return () => {
      for (const stop of stops) stop();
      player.stop();
      shelf.close();
    };
  };
  return { watching: { player, agreement, film, sides, story, edgeMs, choose }, open };
}

const GROWN_MS = 60_000; // read again when so much more has been shot

/** Find the moments of the film that is shown in its records, as far as it is shot. */
function followStory(
  film: ReadonlySignal<Film>,
  filmId: ReadonlySignal<string | null>,
  edgeMs: ReadonlySignal<number>,
  story: Signal<Story>,
): () => void {
  const grown = computed(() => Math.floor(edgeMs.value / GROWN_MS));
  return effect(() => {
    const [shown, id] = [film.value, filmId.value];
    void grown.value;
    story.value = NO_STORY;
    if (id === null) return undefined;
    let isLeft = false;
    void readBoth(shown).then((found) => {
      if (!isLeft) story.value = found;
    });
    return () => {
      isLeft = true;
    };
  });
}

async function readBoth(film: Film): Promise<Story> {
  const [tells, hears] = await Promise.all([readAll(film, TELLS), readAll(film, HEARS)]);
  return storyOf(tells, hears);
}

async function readAll(film: Film, audience: string): Promise<Line[]> {
  const found: Line[] = [];
  for await (const lines of film.records(audience, FROM_MS, UNTIL_MS - 1)) found.push(...lines);
  return found;
}
