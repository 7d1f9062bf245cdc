import { Board, Nothing } from "../parts/Board";
import { Countdown } from "../parts/Countdown";
import { bearing, degrees, seconds } from "../parts/measures";
import { SortTable, type Column } from "../parts/SortTable";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { useRows, type Verb } from "../room/desk";
import { useRoom, type Room } from "../screens/room";
import type { LinkItem, SensorItem } from "../stream/sections";
import { BOARDS } from "../words/boards";
import { term } from "../words/terms";
import { t } from "../words/words";

const NAME = "sensors";

function verbsOf(room: Room): Verb[] {
  return [
    { letter: "u", type: "CueRadar", says: BOARDS.cue, isForm: true, make: (row) => (row?.section === "sensors" ? { type: "CueRadar", sensor_id: row.key } : null) },
    {
      letter: "c",
      type: "CheckComms",
      says: BOARDS.check_comms,
      make: (row) => {
        const to = row?.section === "links" ? room.picture.section("links").value.get(row.key)?.to : undefined;
        return to === undefined ? null : { type: "CheckComms", to };
      },
    },
  ];
}

/** Own sensors and both ends of every link: what is out, which numbers never came, whether anyone answers. */
export default function Sensors() {
  const room = useRoom();
  const { picture } = room;
  const sensors = [...picture.section("sensors").value];
  const links = [...picture.section("links").value];
  const rows = useRows(NAME, [...sensors.map(([key]) => ({ section: "sensors", key })), ...links.map(([key]) => ({ section: "links", key }))], verbsOf(room));
  const pickedIn = (section: string): string | null => (rows.picked?.section === section ? rows.picked.key : null);
  const verbs = (section: string, key: string) => <Verbs board={NAME} verbs={rows.verbs} row={{ section, key }} />;
  return (
    <Board name={t(BOARDS.sensors)}>
      <h3>{t(BOARDS.own_sensors)}</h3>
      {sensors.length === 0 && <Nothing>{t(BOARDS.no_sensors)}</Nothing>}
      {sensors.length > 0 && (
        <SortTable
          caption={t(BOARDS.own_sensors)}
          columns={sensorColumns(room)}
          rows={sensors}
          keyOf={([key]) => key}
          digitOf={rows.digitOf}
          picked={pickedIn("sensors")}
          onPick={(key) => rows.pick({ section: "sensors", key })}
          classOf={([, sensor]) => (sensor.is_in_action ? "" : "is-out")}
          below={([key]) => verbs("sensors", key)}
        />
      )}
      <h3>{t(BOARDS.links)}</h3>
      <SortTable
        caption={t(BOARDS.links)}
        columns={linkColumns(room)}
        rows={links}
        keyOf={([key]) => key}
        digitOf={rows.digitOf}
        picked={pickedIn("links")}
        onPick={(key) => rows.pick({ section: "links", key })}
        below={([key]) => verbs("links", key)}
      />
      <Checks />
      <Refused />
    </Board>
  );
}

function sensorColumns(room: Room): Column<[string, SensorItem]>[] {
  return [
    { id: "id", title: t(BOARDS.sensor), by: ([key]) => key, cell: ([key]) => <bdi>{key}</bdi> },
    { id: "kind", title: t(BOARDS.kind), by: ([, sensor]) => sensor.kind, cell: ([, sensor]) => term(sensor.kind) },
    {
      id: "state",
      title: t(BOARDS.state),
      by: ([, sensor]) => Number(sensor.is_in_action),
      cell: ([, sensor]) => <span class={`badge tone-${sensor.is_in_action ? "good" : "bad"}`}>{t(sensor.is_in_action ? BOARDS.in_action : BOARDS.out_of_action)}</span>,
    },
    { id: "cue", title: t(BOARDS.cued_to), cell: ([, sensor]) => <Cue room={room} cue={sensor.cue ?? null} /> },
  ];
}

function Cue({ room, cue }: { room: Room; cue: Readonly<Record<string, unknown>> | null }) {
  if (cue === null) return <span class="quiet">–</span>;
  return (
    <>
      <code>{String(cue.event_id)}</code> {bearing(Number(cue.azimuth_rad))} ↑ {degrees(Number(cue.elevation_rad))} ± {degrees(Number(cue.half_width_rad))}{" "}
      <Countdown picture={room.picture} untilMs={Number(cue.until_ms)} />
    </>
  );
}

function linkColumns(room: Room): Column<[string, LinkItem]>[] {
  return [
    { id: "id", title: t(BOARDS.link), by: ([key]) => key, cell: ([, link]) => <bdi>{link.to === undefined ? `← ${term(link.from ?? "")}` : `→ ${term(link.to)}`}</bdi> },
    { id: "count", title: t(BOARDS.messages), isNumber: true, by: ([, link]) => link.sent ?? link.highest_seq ?? 0, cell: ([, link]) => link.sent ?? link.highest_seq },
    { id: "line", title: t(BOARDS.in_line), isNumber: true, by: ([, link]) => link.in_line ?? 0, cell: ([, link]) => link.in_line ?? "" },
    { id: "open", title: t(BOARDS.unacknowledged), isNumber: true, by: ([, link]) => link.unacknowledged ?? 0, cell: ([, link]) => link.unacknowledged ?? "" },
    { id: "gaps", title: t(BOARDS.gaps), by: ([, link]) => link.gaps?.length ?? 0, cell: ([, link]) => <Gaps room={room} gaps={link.gaps ?? []} /> },
    { id: "skew", title: t(BOARDS.skew), isNumber: true, cell: ([, link]) => (link.apparent_skew_ms === undefined ? "" : seconds(link.apparent_skew_ms)) },
  ];
}

const MOST_GAPS = 3;

function Gaps({ gaps }: { room: Room; gaps: readonly [number, number, number][] }) {
  if (gaps.length === 0) return <span class="quiet">–</span>;
  const shown = gaps.slice(0, MOST_GAPS).map(([from, to, opened]) => `#${from}${to > from ? `–${to}` : ""} ${exerciseTime(opened)}`);
  return <span class="tone-warn">{shown.join(", ") + (gaps.length > MOST_GAPS ? ` … (${gaps.length})` : "")}</span>;
}

function Checks() {
  const { picture } = useRoom();
  const checks = [...picture.section("comms_checks").value].reverse();
  if (checks.length === 0) return null;
  return (
    <>
      <h3>{t(BOARDS.comms_checks)}</h3>
      <ul class="plain">
        {checks.map(([number, check]) => (
          <li key={number}>
            #{number} <bdi>{term(check.partner)}</bdi> {exerciseTime(check.sent_ms)}{" "}
            {check.answered_ms < 0 ? <span class="tone-warn">{t(BOARDS.not_answered)}</span> : <span class="tone-good">{t(BOARDS.answered_in, { seconds: (check.answered_ms - check.sent_ms) / 1000 })}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Refused() {
  const { picture } = useRoom();
  const refused = [...picture.section("refused_messages").value];
  if (refused.length === 0) return null;
  return (
    <>
      <h3>{t(BOARDS.not_believed)}</h3>
      <ul class="plain">
        {refused.map(([reason, { messages }]) => (
          <li key={reason}>
            {term(reason)}: {messages}
          </li>
        ))}
      </ul>
    </>
  );
}
