import { ROOM } from "../words/room";
import { t } from "../words/words";

/** Where the map stands until it is drawn. */
export function MapSlot() {
  return (
    <section class="map-frame" aria-label={t(ROOM.map)}>
      <p class="nothing">{t(ROOM.map_waits)}</p>
    </section>
  );
}
