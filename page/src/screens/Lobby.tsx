import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Look } from "../parts/Look";
import { Refused, UNREACHABLE } from "../server/api";
import { welcome, type Welcome } from "../server/welcome";
import "../style/first.css";
import { LOBBY } from "../words/first";
import { spoken } from "../words/said";
import { t } from "../words/words";
import { Backdrop } from "./lobby/Backdrop";
import { Join } from "./lobby/Join";
import { Seats, Start } from "./lobby/Offers";

const ASK_AGAIN_MS = 2000;

/** The way in: what this is, in three sentences, and where one may go. */
export default function Lobby() {
  const told = useSignal<Welcome | null>(null);
  const fault = useSignal("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        told.value = await welcome();
        fault.value = "";
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        fault.value = error.status === UNREACHABLE ? t(LOBBY.unreachable) : error.message;
        timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
      }
    };
    void ask();
    return () => clearTimeout(timer);
  }, []);
  const offered = told.value;
  return (
    <main class="lobby">
      {offered?.is_open === true && <Backdrop />}
      <header class="lobby-top">
        <Look />
      </header>
      <div class="lobby-middle">
        <h1>Tocsin</h1>
        <p class="motto">{t(LOBBY.motto)}</p>
        <div class="sentences">
          <p>{t(LOBBY.first)}</p>
          <p>{t(LOBBY.second)}</p>
          <p>{t(LOBBY.third)}</p>
        </div>
        {fault.value !== "" && (
          <p class="fault" role="alert">
            {spoken(fault.value)}
          </p>
        )}
        {offered?.is_open === true && <Start />}
        {offered?.is_open === true && <Seats offered={offered} />}
        {offered?.is_open === false && <Join offered={offered} />}
      </div>
      <footer class="lobby-foot">{t(LOBBY.foot)}</footer>
    </main>
  );
}
