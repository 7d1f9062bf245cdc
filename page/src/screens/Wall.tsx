import { useEffect, useMemo, useState } from "preact/hooks";
import "../style/boards.css";
import "../style/wall.css";
import { span } from "../parts/times";
import type { Me } from "../server/seat";
import { LiveStream } from "../stream/live";
import { LANGUAGES, language, t } from "../words/words";
import { ROOM } from "../words/room";
import { WALL } from "../words/wall";
import { fits, nodeFor, useSeat, wallOf } from "../wall/access";
import { Shown } from "../wall/Shown";

/** A wall for a projector: nothing to press, everything to be read from five metres. */
export default function Wall() {
  const seat = useSeat();
  const wall = wallOf(location.pathname);
  useMemo(() => dress(new URLSearchParams(location.search)), []);
  if (seat.state === "waiting") return <p class="waiting wall-says">{t(WALL.opening)}</p>;
  if (seat.state === "none") {
    return (
      <main class="wall-says">
        <p>{t(WALL.no_seat)}</p>
        <p>
          <a href="/">{t(WALL.to_start)}</a>
        </p>
      </main>
    );
  }
  if (!fits(wall, seat.me)) return <p class="waiting wall-says">{t(WALL.not_yours, { own: seat.me.node })}</p>;
  return <Live wall={wall} me={seat.me} />;
}

/** `?theme=light&language=ru`: a wall has no buttons to choose them by. */
function dress(asked: URLSearchParams): void {
  const theme = asked.get("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset["theme"] = theme;
  const spoken = LANGUAGES.find((known) => known === asked.get("language"));
  if (spoken === undefined) return;
  document.documentElement.lang = spoken;
  language.value = spoken;
}

function Live({ wall, me }: { wall: string; me: Me }) {
  const node = nodeFor(wall, me);
  const [stream, setStream] = useState<LiveStream | null>(null);
  useEffect(() => {
    const opened = new LiveStream(node).open();
    setStream(opened);
    return () => opened.close();
  }, [node]);
  if (stream === null || stream.link.value === "joining") return <p class="waiting wall-says">{t(WALL.opening)}</p>;
  if (stream.link.value === "refused") return <Again />;
  const { picture, link } = stream;
  if (picture.clock.value.is_stopped) {
    return (
      <main class="wall-says">
        <h1>{t(ROOM.stop_title)}</h1>
        <p role="alert">{t(ROOM.stop_text)}</p>
      </main>
    );
  }
  return (
    <>
      {link.value === "lost" && <Lost stream={stream} />}
      <Shown wall={wall} node={node} picture={picture} isOld={link.value === "lost"} />
    </>
  );
}

const RELOAD_MS = 5000;

/** The seat is gone, or may not look there: begin anew, as often as it takes. */
function Again() {
  useEffect(() => {
    const timer = setTimeout(() => location.reload(), RELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return <p class="waiting wall-says">{t(WALL.no_seat)}</p>;
}

function Lost({ stream }: { stream: LiveStream }) {
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="wall-lost" role="alert">
      {t(ROOM.lost, { age: span(Math.max(0, nowMs - stream.heardAtMs.value)) })}
    </p>
  );
}
