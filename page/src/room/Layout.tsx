import { useComputed } from "@preact/signals";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useState } from "preact/hooks";
import { BOARD_KINDS, boardsFor, fetchBoards } from "../boards/boards";
import { CommandBar } from "../orders/CommandBar";
import { OrderDialog } from "../orders/OrderDialog";
import { ROOM } from "../words/room";
import { t } from "../words/words";
import { useDesk } from "./desk";
import { Stack } from "./Stack";
import { useKeys } from "./useKeys";

const FETCH_AFTER_MS = 800; // what is in sight first

/** It comes after the boards, which never wait for it. */
const MapPanel = lazy(() => import("../map/MapPanel").then((found) => ({ default: found.MapPanel })));

/** The boards, the map and the command bar. */
export function Layout() {
  const desk = useDesk();
  const { room } = desk;
  const sees = room.picture.sees.value;
  const { roles } = room.me.value;
  // computed, so that the room is drawn again when a board comes or goes, and not at each tick
  const useful = useComputed(() => BOARD_KINDS.filter((kind) => kind.isNow?.(room.picture) ?? true).map((kind) => kind.name).join(" "));
  const kinds = BOARD_KINDS.filter((kind) => useful.value.split(" ").includes(kind.name));
  const first = boardsFor(kinds, sees, roles, "first", room.truth !== null);
  const second = boardsFor(kinds, sees, roles, "second", room.truth !== null);
  const [shown, setShown] = useState<Readonly<Record<string, string>>>({});
  const [hasMap, setMap] = useState(true);
  const inSight = [first, second].map((all, at) => all.find((kind) => kind.name === shown[String(at)])?.name ?? all[0]?.name ?? "");
  const show = (board: string): void => {
    const at = first.some((kind) => kind.name === board) ? 0 : 1;
    setShown({ ...shown, [String(at)]: board });
    desk.active.value = board;
  };
  const next = (): void => {
    desk.active.value = inSight[(inSight.indexOf(desk.active.value) + 1) % inSight.length] ?? "";
  };
  useEffect(() => {
    if (!inSight.includes(desk.active.value)) desk.active.value = inSight[0] ?? "";
  }, [inSight.join()]);
  useEffect(() => {
    const timer = setTimeout(fetchBoards, FETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  useKeys(desk, {
    boards: new Map([...first, ...second].map((kind) => [kind.hotKey, kind.name])),
    show,
    next,
    toggleMap: () => setMap(!hasMap),
  });
  return (
    <>
      <main class={`room-body ${hasMap ? "" : "without-map"} ${room.link.value === "lost" ? "is-old" : ""}`}>
        <Stack name="first" kinds={first} shown={inSight[0] ?? ""} onShow={show} />
        {hasMap && (
          <Suspense fallback={<section class="map-frame" />}>
            <MapPanel picture={room.picture} truth={room.truth} picked={room.picked} />
          </Suspense>
        )}
        <Stack name="second" kinds={second} shown={inSight[1] ?? ""} onShow={show} />
      </main>
      <footer class="room-footer">
        <CommandBar />
        <button type="button" class="quiet" aria-pressed={hasMap} aria-keyshortcuts="h" onClick={() => setMap(!hasMap)}>
          {t(hasMap ? ROOM.hide_map : ROOM.show_map)} <kbd aria-hidden="true">h</kbd>
        </button>
      </footer>
      <OrderDialog />
    </>
  );
}
