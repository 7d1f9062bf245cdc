import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Look } from "../parts/Look";
import "../style/first.css";
import { WATCH } from "../words/first";
import { spoken } from "../words/said";
import { t } from "../words/words";
import { Agreements } from "./watch/Agreements";
import { Clock } from "./watch/Clock";
import { Hook } from "./watch/Hook";
import { Split } from "./watch/Split";
import { Tour } from "./watch/Tour";
import { OFFERS, UNTIL_MS } from "./watch/story";
import { useWatch, type Watching } from "./watch/useWatch";

const ARROW_MS = 5_000;

/** The first two minutes: one morning as two nations know it, under any agreement. */
export default function Watch() {
  const watching = useWatch();
  useKeys(watching);
  const fault = useComputed(() => watching.film.value.fault.value);
  return (
    <main class="watch">
      <header class="watch-top">
        <a class="brand" href="/">
          Tocsin
        </a>
        <h1>{t(WATCH.title)}</h1>
        <a class="lobby-link" href="/">
          {t(WATCH.lobby)}
        </a>
        <Look />
      </header>
      <Agreements watching={watching} />
      {fault.value !== "" && (
        <p class="fault" role="alert">
          {t(WATCH.failed, { why: spoken(fault.value) })}
        </p>
      )}
      <Split watching={watching} />
      <Clock watching={watching} />
      <div class="watch-foot">
        <Hook watching={watching} />
        <Tour watching={watching} />
      </div>
    </main>
  );
}

function useKeys({ player, choose }: Watching): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      const offer = OFFERS[Number(event.key) - 1];
      if (offer !== undefined) choose(offer.agreement);
      else if (event.key === " " && !isButton(event.target)) player.isPlaying.value = !player.isPlaying.value;
      else if (event.key === "ArrowLeft") player.seek(player.timeMs.value - ARROW_MS);
      else if (event.key === "ArrowRight") player.seek(Math.min(UNTIL_MS, player.timeMs.value + ARROW_MS));
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

const isField = (target: EventTarget | null): boolean => target instanceof Element && target.matches("input, select, textarea, canvas");
const isButton = (target: EventTarget | null): boolean => target instanceof Element && target.matches("button, a");
