/** What a wall shows, and with which seat. */
import { useEffect, useState } from "preact/hooks";
import { Refused } from "../server/api";
import { whoAmI, type Me } from "../server/seat";
import { comeAs, welcome } from "../server/welcome";

const AGAIN_MS = 4000;
export const CONTROL_WALL = "control";
export const JOINT_WALL = "joint";

/** Whether a wall can be shown: `waiting` for the server's answer, `none`: nobody has joined in this browser. */
export type Seat = { state: "waiting" } | { state: "none" } | { state: "seated"; me: Me };

/** Return which wall an address asks for. */
export const wallOf = (path: string): string => decodeURIComponent(path.split("/")[2] ?? "") || CONTROL_WALL;

/** Return what to ask the stream for: '' for what the seat sees by itself. */
export function nodeFor(wall: string, me: Me): string {
  return wall === CONTROL_WALL || wall === me.node ? "" : wall;
}

/** Return whether a seat's own sight fits a wall; where it looks at a node, the server says. */
export function fits(wall: string, me: Me): boolean {
  const seesAll = me.side === "control" || me.side === "observer";
  return seesAll || wall === me.node;
}

/** Keep the seat of this browser; in an open house a wall sits among the observers, where it takes nobody's role. */
export function useSeat(): Seat {
  const [seat, setSeat] = useState<Seat>({ state: "waiting" });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isHere = true;
    const ask = async (): Promise<void> => {
      try {
        const me = await seated();
        if (isHere) setSeat(me === null ? { state: "none" } : { state: "seated", me });
        if (me !== null) return;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
      if (isHere) timer = setTimeout(() => void ask(), AGAIN_MS);
    };
    void ask();
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, []);
  return seat;
}

async function seated(): Promise<Me | null> {
  const told = await welcome();
  if (told.me !== null) return told.me;
  if (!told.is_open) return null;
  await comeAs("watch");
  return whoAmI();
}
