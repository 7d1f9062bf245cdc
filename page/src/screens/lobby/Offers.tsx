import { useSignal } from "@preact/signals";
import { comeAs, type Welcome } from "../../server/welcome";
import { LOBBY } from "../../words/first";
import { labelled } from "../../words/places";
import { spoken } from "../../words/said";
import { t, type Phrase } from "../../words/words";

interface Door {
  to: string;
  name: Phrase;
  what: Phrase;
}

const FIRST: readonly Door[] = [
  { to: "/watch?tour", name: LOBBY.tour, what: LOBBY.tourWhat },
  { to: "/watch", name: LOBBY.watch, what: LOBBY.watchWhat },
  { to: "/officer", name: LOBBY.officer, what: LOBBY.officerWhat },
  { to: "/replay", name: LOBBY.replay, what: LOBBY.replayWhat },
];

/** What needs no seat. */
export function Start() {
  return (
    <nav class="offers" aria-labelledby="start-here">
      <h2 id="start-here">{t(LOBBY.start)}</h2>
      <ul>
        {FIRST.map((door, place) => (
          <li key={door.to}>
            <a class={place === 0 ? "offer first" : "offer"} href={door.to}>
              <strong>{t(door.name)}</strong>
              <span>{t(door.what)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface Place {
  wish: string;
  name: string;
  what: Phrase;
}

function places(offered: Welcome): Place[] {
  const nations = offered.nations.map(({ name, display_name }) => ({
    wish: name,
    name: t(LOBBY.play, { nation: labelled(display_name) }),
    what: LOBBY.playWhat,
  }));
  const joint = offered.has_joint_cell ? [{ wish: "joint", name: t(LOBBY.joint), what: LOBBY.jointWhat }] : [];
  return [
    ...nations,
    ...joint,
    { wish: "control", name: t(LOBBY.control), what: LOBBY.controlWhat },
    { wish: "watch", name: t(LOBBY.observe), what: LOBBY.observeWhat },
  ];
}

/** The seats of an open house. */
export function Seats({ offered }: { offered: Welcome }) {
  const fault = useSignal("");
  const sit = async (wish: string): Promise<void> => {
    try {
      await comeAs(wish);
      location.assign("/room");
    } catch (error) {
      fault.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <section class="offers" aria-labelledby="seats">
      <h2 id="seats">{t(LOBBY.seats)}</h2>
      <ul>
        {places(offered).map((place) => (
          <li key={place.wish}>
            <button type="button" class="offer" onClick={() => void sit(place.wish)}>
              <strong>{place.name}</strong>
              <span>{t(place.what)}</span>
            </button>
          </li>
        ))}
      </ul>
      {offered.me !== null && (
        <a class="back" href="/room">
          {t(LOBBY.back)}
        </a>
      )}
      {fault.value !== "" && (
        <p class="fault" role="alert">
          {spoken(fault.value)}
        </p>
      )}
    </section>
  );
}
