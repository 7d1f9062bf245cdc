/** Layer `links`: who can tell whom, whether it gets through, and messages that cross. */
import type { LinkItem } from "../stream/sections";
import { greatCircle } from "./ground";
import type { Known } from "./known";
import type { Mark, Position } from "./scene";

interface Ends {
  from: Position;
  to: Position;
}

export function linkMarks(known: Known): Mark[] {
  const links = known.picture.section("links").value;
  return [...links].flatMap(([key, link]) => {
    const ends = endsOf(link, known);
    return ends === null ? [] : [lineMark(key, link, ends), ...crossingMarks(key, ends, known)];
  });
}

function endsOf(link: LinkItem, { picture, homes }: Known): Ends | null {
  const own = picture.node.value;
  const [from, to] = [homes.get(link.from ?? own), homes.get(link.to ?? own)];
  return from === undefined || to === undefined ? null : { from, to };
}

/** A link that is out, or from which numbered messages are missing, is drawn broken. */
export function isTroubled(link: LinkItem): boolean {
  return link.is_out === true || (link.gaps ?? []).length > 0;
}

function lineMark(key: string, link: LinkItem, { from, to }: Ends): Mark {
  return {
    shape: "line",
    id: `link/${key}`,
    layer: "links",
    origin: "plain",
    pick: { section: "links", key },
    points: greatCircle(from, to),
    look: isTroubled(link) ? "linkOut" : "link",
  };
}

function crossingMarks(key: string, { from, to }: Ends, { trails, nowMs }: Known): Mark[] {
  return trails.crossings
    .filter((crossing) => crossing.link === key)
    .map((crossing) => ({
      shape: "flash",
      kind: "message",
      id: `message/${crossing.id}`,
      layer: "links",
      origin: "plain",
      pick: { section: "links", key },
      at: from,
      to,
      ageMs: nowMs - crossing.since_ms,
    }));
}
