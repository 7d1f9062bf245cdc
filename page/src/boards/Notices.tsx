import { Board, Nothing } from "../parts/Board";
import { CodeBadge } from "../parts/Badge";
import { bearing, kilometres, latLon } from "../parts/measures";
import { SortTable, type Column } from "../parts/SortTable";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { useRows, type Verb } from "../room/desk";
import { useRoom, type Room } from "../screens/room";
import { BOARDS } from "../words/boards";
import { term } from "../words/terms";
import { t } from "../words/words";

const NAME = "notices";

interface Notice {
  key: string;
  section: "notices" | "notices_to_give";
  id: string;
  item: Readonly<Record<string, unknown>>;
  /** Own events that it was compared with, by verdict. */
  events: readonly [event: string, verdict: string][];
}

/** A notice as the register holds it: flat, or under the name of its content. */
export function contentOf(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const inner = item.notice;
  return typeof inner === "object" && inner !== null ? { ...item, ...inner } : item;
}

function noticesOf(room: Room): Notice[] {
  const events = [...room.picture.section("events").value];
  return (["notices", "notices_to_give"] as const).flatMap((section) =>
    [...room.picture.section(section).value].map(([key, raw]): Notice => {
      const item = contentOf(raw);
      const id = String(item.notice_id ?? key);
      const compared = events.filter(([, event]) => event.matched_notice === id || event.compared_notice === id);
      return { key, section, id, item, events: compared.map(([event, { verdict }]) => [event, verdict]) };
    }),
  );
}

function noticeVerbs(room: Room): Verb[] {
  const held = (key: string | undefined): Notice | undefined => noticesOf(room).find((notice) => notice.key === key);
  return [
    {
      letter: "f",
      type: "ForwardNotice",
      says: BOARDS.forward,
      make: (row) => {
        const notice = held(row?.key);
        if (notice?.section !== "notices" || Number(notice.item.forwarded_revision) >= Number(notice.item.revision)) return null;
        return { type: "ForwardNotice", notice_id: notice.id };
      },
    },
    {
      letter: "w",
      type: "WithholdNotice",
      says: BOARDS.withhold,
      isGrave: true,
      make: (row) => {
        const notice = held(row?.key);
        return notice?.section !== "notices_to_give" || notice.item.is_withheld === true ? null : { type: "WithholdNotice", notice_id: notice.id };
      },
    },
  ];
}

/** The register of notifications: what was announced, whether the sensor desk has it, which event it was matched with. */
export default function Notices() {
  const room = useRoom();
  const notices = noticesOf(room);
  const rows = useRows(NAME, notices.map(({ section, key }) => ({ section, key })), noticeVerbs(room));
  const picked = rows.picked?.section.startsWith("notices") === true ? rows.picked.key : null;
  return (
    <Board name={t(BOARDS.notices)}>
      {notices.length === 0 ? (
        <Nothing>{t(BOARDS.no_notices)}</Nothing>
      ) : (
        <SortTable
          caption={t(BOARDS.notices)}
          columns={room.picture.sees.value === "truth" ? [whose(), ...columns()] : columns()}
          rows={notices}
          keyOf={({ key }) => key}
          digitOf={rows.digitOf}
          picked={picked}
          onPick={(key) => rows.pick({ section: notices.find((notice) => notice.key === key)?.section ?? "notices", key })}
          below={(notice) => (
            <>
              <Where item={notice.item} />
              <Verbs board={NAME} verbs={rows.verbs} row={{ section: notice.section, key: notice.key }} />
            </>
          )}
        />
      )}
    </Board>
  );
}

/** In the truth: in which nation's register it stands. */
const whose = (): Column<Notice> => ({ id: "node", title: term("node"), by: ({ key }) => key, cell: ({ key }) => <bdi>{key.split("/")[0]}</bdi> });

const columns = (): Column<Notice>[] => [
  { id: "id", title: t(BOARDS.notice), by: ({ id }) => id, cell: ({ id, item }) => <code>{`${id}/${String(item.revision ?? 0)}`}</code> },
  { id: "by", title: t(BOARDS.given_by), by: ({ item }) => String(item.given_by ?? item.launching_nation), cell: ({ item }) => <bdi>{term(String(item.given_by ?? item.launching_nation ?? ""))}</bdi> },
  { id: "class", title: t(BOARDS.class), by: ({ item }) => String(item.generic_class), cell: ({ item }) => term(String(item.generic_class ?? "")) },
  {
    id: "window",
    title: t(BOARDS.window),
    by: ({ item }) => Number(item.window_start_ms ?? 0),
    cell: ({ item }) => (item.window_start_ms === undefined ? "–" : `${exerciseTime(Number(item.window_start_ms))} – ${exerciseTime(Number(item.window_end_ms))}`),
  },
  { id: "state", title: t(BOARDS.state), cell: ({ item, section }) => stateOf(item, section) },
  { id: "desk", title: t(BOARDS.sensor_desk), cell: ({ item, section }) => (section === "notices_to_give" ? "–" : deskOf(item)) },
  {
    id: "match",
    title: t(BOARDS.matches),
    cell: ({ events }) =>
      events.map(([event, verdict]) => (
        <span key={event}>
          <code>{event}</code> <CodeBadge code={verdict} />{" "}
        </span>
      )),
  },
];

function stateOf(item: Readonly<Record<string, unknown>>, section: Notice["section"]): string {
  if (item.is_cancelled === true) return t(BOARDS.notice_cancelled);
  if (item.is_withheld === true) return t(BOARDS.notice_withheld);
  if (section === "notices_to_give") return t(BOARDS.notice_to_give);
  return t(item.is_confirmed === true ? BOARDS.notice_confirmed : BOARDS.notice_open);
}

function deskOf(item: Readonly<Record<string, unknown>>): string {
  const [has, sent, now] = [Number(item.sensor_desk_revision), Number(item.forwarded_revision), Number(item.revision)];
  if (has >= now) return t(BOARDS.desk_has);
  return t(sent >= now ? BOARDS.desk_under_way : BOARDS.desk_not_sent);
}

function Where({ item }: { item: Readonly<Record<string, unknown>> }) {
  if (typeof item.lat_rad !== "number" || typeof item.lon_rad !== "number") return null;
  return (
    <p class="hint">
      {latLon(item.lat_rad, item.lon_rad)} ± {kilometres(Number(item.radius_m ?? 0))} · {bearing(Number(item.azimuth_rad ?? 0))} · × {String(item.n_launches ?? 1)}
    </p>
  );
}
