import { Suspense } from "preact/compat";
import type { BoardKind } from "../boards/boards";
import { Tabs } from "../parts/Tabs";
import { t } from "../words/words";
import { ROOM } from "../words/room";
import { useDesk } from "./desk";

interface Props {
  name: string;
  kinds: readonly BoardKind[];
  shown: string;
  onShow: (board: string) => void;
}

/** A column of boards, one in sight. */
export function Stack({ name, kinds, shown, onShow }: Props) {
  const desk = useDesk();
  const kind = kinds.find((known) => known.name === shown) ?? kinds[0];
  if (kind === undefined) return null;
  const isActive = desk.active.value === kind.name;
  const tabs = kinds.map((known) => ({
    id: known.name,
    title: t(known.title),
    hotKey: known.hotKey,
    count: known.count?.(desk.room.picture) ?? 0,
  }));
  const take = (): void => {
    desk.active.value = kind.name;
  };
  return (
    <div class={`stack ${isActive ? "is-active" : ""}`} onPointerDown={take} onFocusIn={take} data-stack={name}>
      <Tabs name={name} tabs={tabs} shown={kind.name} onShow={onShow}>
        <Suspense fallback={<p class="nothing">{t(ROOM.opening)}</p>}>
          <kind.Component key={kind.name} />
        </Suspense>
      </Tabs>
    </div>
  );
}
