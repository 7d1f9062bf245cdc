import { signal, type Signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { startAnswering } from "../orders/answering";
import { startGiving } from "../orders/giving";
import { noPick, type Room } from "../screens/room";
import { get, Refused, UNREACHABLE } from "../server/api";
import { whoAmI, type Me } from "../server/seat";
import { LiveStream } from "../stream/live";
import { makeDesk, type Desk } from "./desk";

const AGAIN_MS = 2000; // between two tries to reach a server that does not answer

/** What everyone may know of the exercise. */
export interface ExerciseTold {
  name: string;
  parties: string[];
  agreement: string;
  is_solo: boolean;
  clock: { state: string; end_ms: number };
}

export interface Opened {
  me: Signal<Me>;
  exercise: Signal<ExerciseTold>;
}

/** Ask who sits here and what is played, until the server answers; without a session go to the lobby. */
export function useOpened(): Opened | null {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const [me, exercise] = await Promise.all([whoAmI(), get<ExerciseTold>("/exercise")]);
        setOpened({ me: signal(me), exercise: signal(exercise) });
      } catch (error) {
        if (error instanceof Refused && error.status === 401) location.assign("/");
        else timer = setTimeout(() => void ask(), AGAIN_MS);
        if (!(error instanceof Refused)) throw error;
        if (error.status !== UNREACHABLE && error.status !== 401) console.warn(error.message);
      }
    };
    void ask();
    return () => clearTimeout(timer);
  }, []);
  return opened;
}

export interface Connected {
  desk: Desk;
  stream: LiveStream;
}

/**
 * Keep a stream open for what is looked at, and a second one of the truth for those who may see it.
 *
 * `node`: what control looks at; '' for what the seat sees by itself.
 */
export function useConnected({ me }: Opened, node: string): Connected | null {
  const [connected, setConnected] = useState<Connected | null>(null);
  useEffect(() => {
    const stream = new LiveStream(node).open();
    const ofTruth = node === "" ? stream : new LiveStream().open();
    const sees = stream.picture.sees;
    const room: Room = {
      me,
      picture: stream.picture,
      link: stream.link,
      get truth() {
        return node !== "" || sees.value === "truth" ? ofTruth.picture : null;
      },
      picked: noPick(),
    };
    const answering = startAnswering(room.picked, room.picture);
    const giving = startGiving(me, ofTruth.picture, answering.of); // what control orders is told of in the truth, whatever it looks at
    setConnected({ desk: makeDesk(room, giving, answering), stream });
    const renew = stream.link.subscribe((link) => {
      if (link === "live") void renewMe(me);
      if (link === "refused") location.assign("/");
    });
    return () => {
      renew();
      giving.stop();
      answering.stop();
      stream.close();
      if (ofTruth !== stream) ofTruth.close();
    };
  }, [node]);
  return connected;
}

/** The roles of a seat may have been changed by others while the line was down, or have brought it down. */
async function renewMe(me: Signal<Me>): Promise<void> {
  try {
    me.value = await whoAmI();
  } catch (error) {
    if (error instanceof Refused && error.status === 401) location.assign("/");
  }
}
