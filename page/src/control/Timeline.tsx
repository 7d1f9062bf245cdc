import type { CSSProperties } from "preact";
import { exerciseTime } from "../parts/times";
import { useRoom } from "../screens/room";
import type { Picture } from "../stream/picture";
import { CONTROL } from "../words/control";
import { term } from "../words/terms";
import { t } from "../words/words";
import { laidOut, reachMs, ticksOf, type Inject, type Line, type Mark } from "./injects";

const LANE_PX = 30;
const HEAD_PX = 22;
const LAST_NAMED = 0.92; // of the line: a later time would stand over what comes after it
const WIDE = 1000; // of the drawing that lies behind the marks

interface Props {
  injects: readonly Inject[];
  picked: string;
  onPick: (id: string) => void;
}

interface Coming {
  name: string;
  atMs: number;
  hasBegun: boolean;
}

function launchesOf(picture: Picture): Coming[] {
  return [...picture.section("launches").value]
    .map(([name, item]) => ({ name, atMs: Number(item.lift_off_ms), hasBegun: item.has_begun === true }))
    .filter(({ atMs }) => atMs >= 0);
}

const middle = (lane: number): number => HEAD_PX + LANE_PX * (lane + 0.5);

/** The list of injects along exercise time: a lane for each storyline, what waits for what, and the present moving. */
export function Timeline({ injects, picked, onPick }: Props) {
  const { picture } = useRoom();
  const nowMs = picture.moment.value.time_ms;
  const launches = launchesOf(picture);
  const untilMs = reachMs(nowMs, [...injects.map((inject) => inject.next_ms), ...launches.map(({ atMs }) => atMs)]);
  const line = laidOut(injects, untilMs);
  const share = (timeMs: number): string => `${(100 * timeMs) / untilMs}%`;
  const rows = line.lanes.length + 1; // the last lane holds the launches
  return (
    <div class="msel-line" role="group" aria-label={t(CONTROL.timeline)} style={{ height: `${HEAD_PX + LANE_PX * rows}px` }}>
      <div class="msel-names" aria-hidden="true">
        {[...line.lanes, "\u0000"].map((lane, at) => (
          <span key={lane} style={{ top: `${middle(at)}px` }}>
            <bdi>{lane === "\u0000" ? t(CONTROL.launches) : lane === "" ? t(CONTROL.no_storyline) : lane.replaceAll("-", " ")}</bdi>
          </span>
        ))}
      </div>
      <div class="msel-track">
        {ticksOf(untilMs).map((tick) => (
          <i key={tick} class="msel-tick" style={{ left: share(tick) }}>
            {tick < LAST_NAMED * untilMs ? exerciseTime(tick) : ""}
          </i>
        ))}
        <Ties line={line} height={HEAD_PX + LANE_PX * rows} />
        {launches.map(({ name, atMs, hasBegun }) => (
          <i key={name} class={`msel-launch ${hasBegun ? "has-begun" : ""}`} style={{ left: share(atMs), top: `${middle(rows - 1)}px` }} title={`${name} ${exerciseTime(atMs)}`} />
        ))}
        {line.marks.filter((mark) => mark.at !== null).map((mark) => (
          <MarkButton key={mark.inject.inject_id} mark={mark} isPicked={mark.inject.inject_id === picked} style={{ left: `${100 * (mark.at ?? 0)}%`, top: `${middle(mark.lane)}px` }} onPick={onPick} />
        ))}
        <i class="msel-now" style={{ left: share(nowMs) }} title={`${t(CONTROL.now)} ${exerciseTime(nowMs)}`} />
      </div>
      <div class="msel-margin">
        <i class="msel-tick">{t(CONTROL.no_time)}</i>
        {line.lanes.map((lane, at) => (
          <span key={lane} class="msel-untimed" style={{ top: `${middle(at)}px` }}>
            {line.marks.filter((mark) => mark.at === null && mark.lane === at).map((mark) => (
              <MarkButton key={mark.inject.inject_id} mark={mark} isPicked={mark.inject.inject_id === picked} style={{}} onPick={onPick} />
            ))}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What waits for what, drawn behind the marks. */
function Ties({ line, height }: { line: Line; height: number }) {
  return (
    <svg class="msel-ties" viewBox={`0 0 ${WIDE} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {line.ties.map(([from, to]) => {
        const [one, other] = [line.marks[from], line.marks[to]];
        if (one === undefined || other === undefined) return null;
        const [x1, x2] = [WIDE * (one.at ?? 1), WIDE * (other.at ?? 1)];
        return <path key={`${from}-${to}`} d={`M${x1} ${middle(one.lane)} C${(x1 + x2) / 2} ${middle(one.lane)} ${(x1 + x2) / 2} ${middle(other.lane)} ${x2} ${middle(other.lane)}`} vector-effect="non-scaling-stroke" />;
      })}
    </svg>
  );
}

function MarkButton({ mark, isPicked, style, onPick }: { mark: Mark; isPicked: boolean; style: CSSProperties; onPick: (id: string) => void }) {
  const { inject } = mark;
  const says = `${inject.number} ${inject.title}, ${term(inject.status)}${inject.next_ms < 0 ? "" : `, ${exerciseTime(inject.next_ms)}`}`;
  return (
    <button type="button" class={`msel-mark is-${inject.status}`} style={style} aria-pressed={isPicked} aria-label={says} title={says} onClick={() => onPick(inject.inject_id)}>
      <bdi>{inject.number === "" ? "•" : inject.number}</bdi>
    </button>
  );
}
