import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Pick } from "../scene/scene";
import type { Me } from "../server/seat";
import type { Link } from "../stream/live";
import type { Picture } from "../stream/picture";

/** What every board of the operations room is given. */
export interface Room {
  me: ReadonlySignal<Me>;
  /** What this seat is shown, or the node that control looks at. */
  picture: Picture;
  link: ReadonlySignal<Link>;
  /** The truth, for those who may see it, else null. */
  truth: Picture | null;
  /** What is marked on the map and on the boards alike. */
  picked: Signal<Pick | null>;
}

const Here = createContext<Room | null>(null);
export const RoomOf = Here.Provider;

export function useRoom(): Room {
  const room = useContext(Here);
  if (room === null) throw new Error("a board is drawn outside a room");
  return room;
}

export const noPick = (): Signal<Pick | null> => signal<Pick | null>(null);
