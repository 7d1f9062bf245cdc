import type { ComponentChildren } from "preact";
import { DeskOf, useDesk } from "../room/desk";
import { RoomOf } from "../screens/room";

/** Boards of control show the truth, whichever node its map looks at. */
export function OfTruth({ children }: { children: ComponentChildren }) {
  const desk = useDesk();
  const { me, link, picked, truth, picture } = desk.room;
  const room = { me, link, picked, truth, picture: truth ?? picture };
  return (
    <RoomOf value={room}>
      <DeskOf value={{ ...desk, room }}>{children}</DeskOf>
    </RoomOf>
  );
}
