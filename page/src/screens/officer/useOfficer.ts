import { computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { decide, draw, reveal, type Decided, type Decision, type Drawn, type Revealed } from "../../server/officer";
import { Film, edgeOf } from "../../stream/film";
import { Player } from "../../stream/player";
import type { Strip } from "../../stream/strip";

export const SPEEDS = [1, 2, 4] as const;
const FIRST_SPEED = 2;
const ASK_AGAIN_MS = 1000; // for what doctrine would have done: it is played to the end first
const BEFORE_ALERT_SPEED = 3; // what comes before the alert is not yet the visitor's time

export type Stage = "drawing" | "intro" | "watching" | "revealed";

export interface Officer {
  stage: Signal<Stage>;
  drawn: Signal<Drawn | null>;
  revealed: Signal<Revealed | null>;
  given: Signal<readonly Decided[]>;
  fault: Signal<string>;
  player: Player;
  strip: ReadonlySignal<Strip | null>;
  isTimeUp: ReadonlySignal<boolean>;
  begin(): void;
  give(decision: Decision): Promise<void>;
  show(): Promise<void>;
}

/** Return the assessment that stands after all decisions, '' without one. */
export function callOf(given: readonly Decided[]): string {
  return given.findLast(({ decision }) => decision.startsWith("assess_"))?.decision ?? "";
}

export function isRight(call: string, wasReal: boolean): boolean {
  return (call === "assess_valid") === wasReal;
}

export function useOfficer(): Officer {
  const made = useMemo(makeOfficer, []);
  useEffect(made.open, []);
  return made.officer;
}

function makeOfficer(): { officer: Officer; open: () => () => void } {
  const stage = signal<Stage>("drawing");
  const drawn = signal<Drawn | null>(null);
  const revealed = signal<Revealed | null>(null);
  const given = signal<readonly Decided[]>([]);
  const fault = signal("");
  const player = new Player();
  const film = signal<Film | null>(null);
  const filmId = computed(() => film.value?.told.value?.film_id ?? null);
  const strip = computed(() => {
    const [shown, node] = [film.value, drawn.value?.node];
    return filmId.value === null || shown === null || node === undefined ? null : shown.strip(node);
  });
  const isTimeUp = computed(() => drawn.value !== null && player.timeMs.value >= drawn.value.decide_by_ms);

  const tried = async (doing: () => Promise<void>): Promise<void> => {
    try {
      await doing();
      fault.value = "";
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
    }
  };
  let isLeft = false;
  const put = (id: string): void => {
    film.peek()?.close();
    film.value = new Film().open(id);
  };
  const begin = (): void => {
    stage.value = "watching";
    player.isPlaying.value = true;
  };
  const give = (decision: Decision): Promise<void> =>
    tried(async () => {
      const now = drawn.peek();
      if (now === null || stage.peek() !== "watching") return;
      const atMs = Math.floor(player.timeMs.peek() / 1000) * 1000;
      const answer = await decide(now.watch_id, decision, atMs);
      given.value = [...given.value, { decision, time_ms: atMs }];
      if (answer.film_id !== film.peek()?.told.peek()?.film_id) put(answer.film_id);
    });
  const show = (): Promise<void> =>
    tried(async () => {
      const now = drawn.peek();
      if (now === null) return;
      player.isPlaying.value = false;
      revealed.value = await reveal(now.watch_id);
      stage.value = "revealed";
      while (!revealed.value.is_measured && !isLeft) {
        await new Promise((done) => setTimeout(done, ASK_AGAIN_MS));
        revealed.value = await reveal(now.watch_id);
      }
    });
  const open = (): (() => void) => {
    void tried(async () => {
      const now = await draw();
      drawn.value = now;
      player.timeMs.value = now.begins_ms;
      put(now.film_id);
      stage.value = "intro";
    });
    player.speed.value = FIRST_SPEED;
    player.pace = (timeMs) => (timeMs < (drawn.peek()?.alert_ms ?? 0) ? BEFORE_ALERT_SPEED : 1);
    player.run();
    const stops = [
      effect(() => {
        const [ready, now, shown] = [strip.value, drawn.value, film.value];
        if (now === null) return;
        player.put(ready === null ? [] : [ready], () => Math.min(now.decide_by_ms, edgeOf(shown?.told.peek() ?? null)));
      }),
      effect(() => {
        if (isTimeUp.value) player.isPlaying.value = false;
      }),
    ];
    return () => {
      isLeft = true;
      for (const stop of stops) stop();
      player.stop();
      film.peek()?.close();
    };
  };
  return { officer: { stage, drawn, revealed, given, fault, player, strip, isTimeUp, begin, give, show }, open };
}
