import { useEffect, useState } from "preact/hooks";
import { messageOf, MESSAGE_KINDS } from "../boards/messages";
import { exerciseTime } from "../parts/times";
import { get } from "../server/api";
import type { Line } from "../stream/frames";
import type { Picture } from "../stream/picture";
import { spoken } from "../words/said";
import { term } from "../words/terms";
import { t } from "../words/words";
import { WALL } from "../words/wall";

const MOST_LINES = 4;
const MARKS = { sent: "→", received: "←", held: "■", refused: "✕" } as const;

/** The newest messages: those from before the wall was opened are asked of the server once. */
export function Newest({ node, picture }: { node: string; picture: Picture }) {
  const [before, setBefore] = useState<readonly Line[]>([]);
  useEffect(() => {
    const query = new URLSearchParams({ limit: String(MOST_LINES), kind: MESSAGE_KINDS.join(","), node });
    get<{ records: Line[] }>(`/records?${query}`).then(
      (told) => setBefore(told.records.toReversed()),
      () => undefined, // the line at the top says that the server is gone
    );
  }, [node]);
  const live = picture.records.value.filter((line) => (MESSAGE_KINDS as readonly string[]).includes(line.kind));
  const all = new Map([...before, ...live].map((line) => [line.seq, line]));
  const newest = [...all.values()].slice(-MOST_LINES).reverse();
  return (
    <footer class="wall-traffic" aria-label={t(WALL.traffic)}>
      {newest.length === 0 && <p class="wall-none">{t(WALL.no_traffic)}</p>}
      {newest.map((line) => {
        const message = messageOf(line);
        if (message === null) return null;
        return (
          <p key={line.seq} class={`way-${message.way}`}>
            <span>{exerciseTime(message.timeMs)}</span>
            <b>
              <bdi>{term(message.node)}</bdi> <span class="way">{MARKS[message.way]}</span> <bdi>{term(message.partner)}</bdi>
            </b>
            <span class="wall-title">
              {term(message.payload)} <bdi>{message.subject}</bdi>
            </span>
            {message.way === "held" && <small>{spoken(term(message.why))}</small>}
          </p>
        );
      })}
    </footer>
  );
}
