import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { StillMap, type Looking } from "../../map/StillMap";
import { Film, edgeOf } from "../../stream/film";
import { Player } from "../../stream/player";
import { HEARS, SHOWN } from "../watch/story";

const FROM_MS = 340_000; // the sky before this is empty
const SPEED = 6;
const LOOKING: Looking = { at: [66, 30, 0], spanDeg: 75 };

/** The world behind the lobby, moving: nothing to click, nothing to read, nothing that waits. */
export function Backdrop() {
  const film = useMemo(() => new Film(), []);
  const player = useMemo(() => new Player(), []);
  const filmId = useComputed(() => film.told.value?.film_id ?? null);
  const strip = useComputed(() => (filmId.value === null ? null : film.strip(HEARS)));
  const isQuiet = useSignal(matchMedia("(prefers-reduced-motion: reduce)").matches);
  useEffect(() => {
    film.open({ source: SHOWN, agreement: "full-picture", at_ms: -1, run: null });
    player.speed.value = SPEED;
    player.timeMs.value = FROM_MS;
    player.run();
    const stop = strip.subscribe((ready) => {
      if (ready === null) return;
      player.put([ready], () => edgeOf(film.told.peek()));
      player.isPlaying.value = !isQuiet.value;
    });
    return () => {
      stop();
      player.stop();
      film.close();
    };
  }, []);
  return (
    <div class="backdrop" aria-hidden="true" inert>
      {strip.value !== null && <StillMap picture={strip.value.picture} looking={LOOKING} />}
    </div>
  );
}
