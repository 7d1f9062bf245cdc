import { computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { EXERCISE, edgeOf, type Film, type FilmAsked } from "../../stream/film";
import { Player } from "../../stream/player";
import { Shelf } from "../../stream/shelf";
import type { Strip } from "../../stream/strip";
import { Notebook, type Noted } from "./marks";

const MOST_READ_MS = 3 * 3_600_000; // of a long exercise the newest three hours are marked
const NO_END_MS = 3_600_000; // drawn, until the end is known

export const AS_PLAYED = { agreement: "", at_ms: -1, run: null } as const;

/** One of the two sides: which film, whose picture of it. */
export interface Side {
  asked: Signal<FilmAsked>;
  audience: Signal<string>;
  film: ReadonlySignal<Film | null>;
  strip: ReadonlySignal<Strip | null>;
  noted: ReadonlySignal<readonly Noted[]>;
}

export interface Replay {
  player: Player;
  /** '' until it is known what there is. */
  source: Signal<string>;
  sides: readonly [Side, Side];
  audiences: ReadonlySignal<readonly string[]>;
  edgeMs: ReadonlySignal<number>;
  endMs: ReadonlySignal<number>;
  fault: ReadonlySignal<string>;
  open(source: string): void;
}

export function useReplay(): Replay {
  const made = useMemo(makeReplay, []);
  useEffect(made.start, []);
  return made.replay;
}

function makeSide(shelf: Shelf, source: ReadonlySignal<string>): Side {
  const asked = signal<FilmAsked>({ source: EXERCISE, ...AS_PLAYED });
  const audience = signal("");
  const film = computed(() => (source.value === "" ? null : shelf.of(asked.value)));
  const filmId = computed(() => film.value?.told.value?.film_id ?? null);
  const shown = computed(() => {
    const told = film.value?.told.value;
    return told?.audiences.includes(audience.value) === true ? audience.value : (told?.audiences[0] ?? null);
  });
  const strip = computed(() => (filmId.value === null || shown.value === null ? null : (film.value?.strip(shown.value) ?? null)));
  return { asked, audience, film, strip, noted: signal([]) };
}

function makeReplay(): { replay: Replay; start: () => () => void } {
  const shelf = new Shelf();
  const player = new Player();
  const source = signal("");
  const sides = [makeSide(shelf, source), makeSide(shelf, source)] as const;
  const told = computed(() => sides[0].film.value?.told.value ?? null);
  const audiences = computed(() => told.value?.audiences ?? []);
  const edgeMs = computed(() => Math.min(...sides.map(({ film }) => edgeOf(film.value?.told.value ?? null))));
  const endMs = computed(() => (told.value === null || told.value.end_ms < 0 ? NO_END_MS : told.value.end_ms));
  const fault = computed(() => sides.map(({ film }) => film.value?.fault.value ?? "").find((why) => why !== "") ?? "");
  const open = (wanted: string): void => {
    player.isPlaying.value = false;
    player.timeMs.value = 0;
    for (const side of sides) side.asked.value = { source: wanted, ...AS_PLAYED };
    source.value = wanted;
  };
  const start = (): (() => void) => {
    player.run();
    const stops = [
      effect(() => {
        const strips = sides.map(({ strip }) => strip.value).filter((strip) => strip !== null);
        player.put(strips.length === sides.length ? strips : [], () => edgeMs.peek());
      }),
      effect(() => {
        const there = audiences.value;
        if (there.length === 0 || sides[0].audience.peek() !== "") return;
        sides[0].audience.value = there[0] ?? "";
        sides[1].audience.value = there[1] ?? there[0] ?? "";
      }),
      ...sides.map(note),
    ];
    return () => {
      for (const stop of stops) stop();
      player.stop();
      shelf.close();
    };
  };
  return { replay: { player, source, sides, audiences, edgeMs, endMs, fault, open }, start };
}

/** Read what a side's film records, for the marks. */
function note({ film, strip, noted, audience }: Side): () => void {
  return effect(() => {
    const [shown, whose] = [film.value, audience.value];
    const kept = noted as Signal<readonly Noted[]>;
    kept.value = [];
    if (shown === null || strip.value === null || whose === "") return undefined;
    let isLeft = false;
    void (async () => {
      const book = new Notebook();
      const edge = edgeOf(shown.told.peek());
      const untilMs = Number.isFinite(edge) ? edge : MOST_READ_MS;
      for await (const lines of shown.records(whose, Math.max(0, untilMs - MOST_READ_MS), untilMs)) {
        if (isLeft) return;
        book.take(lines);
        kept.value = [...book.noted];
      }
    })();
    return () => {
      isLeft = true;
    };
  });
}
