import { render } from "preact";
import { lazy, Suspense } from "preact/compat";
import "./style/base.css";
import { Marking } from "./parts/Marking";
import { wearKept } from "./style/theme";
import { language } from "./words/words";

/** Which screen an address names; each is loaded when it is asked for. */
const SCREENS = {
  "": lazy(() => import("./screens/Lobby")),
  room: lazy(() => import("./screens/Room")),
  watch: lazy(() => import("./screens/Watch")),
  officer: lazy(() => import("./screens/Officer")),
  replay: lazy(() => import("./screens/Replay")),
  wall: lazy(() => import("./screens/Wall")),
};

function isScreen(name: string): name is keyof typeof SCREENS {
  return name in SCREENS;
}

function Page() {
  const name = location.pathname.split("/")[1] ?? "";
  const Screen = SCREENS[isScreen(name) ? name : ""];
  return (
    <>
      <Marking />
      <Suspense fallback={<p class="waiting">…</p>}>
        <Screen />
      </Suspense>
      <Marking />
    </>
  );
}

wearKept();
document.documentElement.lang = language.value;

const place = document.getElementById("page");
if (place !== null) render(<Page />, place);
