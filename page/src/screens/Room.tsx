import { useEffect, useState } from "preact/hooks";
import "../style/room.css";
import "../style/boards.css";
import { span } from "../parts/times";
import { DeskOf, type Desk } from "../room/desk";
import { EndLine } from "../room/EndLine";
import { Header } from "../room/Header";
import { Layout } from "../room/Layout";
import { tone } from "../room/sound";
import { Stopped } from "../room/Stopped";
import { useConnected, useOpened, type Connected, type Opened } from "../room/useRoomState";
import { ROOM } from "../words/room";
import { t } from "../words/words";
import { RoomOf } from "./room";

/** The operations room of whoever sits here. */
export default function Room() {
  const opened = useOpened();
  if (opened === null) return <p class="waiting">{t(ROOM.opening)}</p>;
  return <Seated opened={opened} />;
}

function Seated({ opened }: { opened: Opened }) {
  const [node, setNode] = useState("");
  const connected = useConnected(opened, node);
  if (connected === null) return <p class="waiting">{t(ROOM.opening)}</p>;
  return (
    <RoomOf value={connected.desk.room}>
      <DeskOf value={connected.desk}>
        <Shown opened={opened} connected={connected} node={node} onLookAt={setNode} />
      </DeskOf>
    </RoomOf>
  );
}

interface ShownProps {
  opened: Opened;
  connected: Connected;
  node: string;
  onLookAt: (node: string) => void;
}

function Shown({ opened, connected, node, onLookAt }: ShownProps) {
  const { desk } = connected;
  useTone(desk);
  if (desk.room.picture.clock.value.is_stopped) return <Stopped />;
  return (
    <div class="room">
      <Header opened={opened} node={node} onLookAt={onLookAt} />
      <LostLine connected={connected} />
      <EndLine />
      <Layout />
    </div>
  );
}

/** Says that the server is gone, and how old what is shown has become. */
function LostLine({ connected }: { connected: Connected }) {
  const { link, heardAtMs } = connected.stream;
  const [nowMs, setNowMs] = useState(Date.now());
  const isLost = link.value === "lost";
  useEffect(() => {
    if (!isLost) return undefined;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isLost]);
  if (!isLost) return null;
  return (
    <p class="lost-line" role="alert">
      {t(ROOM.lost, { age: span(heardAtMs.value === 0 ? 0 : nowMs - heardAtMs.value) })}
    </p>
  );
}

/** A tone for each warning that is new while one listens. */
function useTone(desk: Desk): void {
  const events = desk.room.picture.section("events").value;
  const [known, setKnown] = useState(events.size);
  useEffect(() => {
    if (events.size > known) tone();
    if (events.size !== known) setKnown(events.size);
  }, [events.size]);
}
