import { Board, Nothing } from "../parts/Board";
import { Countdown } from "../parts/Countdown";
import { SortTable, type Column } from "../parts/SortTable";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { useDesk, useRows, type Verb } from "../room/desk";
import type { Pick } from "../scene/scene";
import { useRoom, type Room } from "../screens/room";
import type { PublicWarningItem, UnsentWarningItem } from "../stream/sections";
import { BOARDS } from "../words/boards";
import { term } from "../words/terms";
import { t } from "../words/words";

const NAME = "public";

type Warned = PublicWarningItem & { key: string };
type Unsent = UnsentWarningItem & { key: string };

const picks = (section: string, items: readonly { key: string }[]): Pick[] => items.map(({ key }) => ({ section, key }));

function publicVerbs(room: Room): Verb[] {
  const standing = (row: Pick | null): PublicWarningItem | null => {
    const warning = row?.section === "public_warnings" ? room.picture.section("public_warnings").value.get(row.key) : undefined;
    return warning?.is_standing === true ? warning : null;
  };
  return [
    { letter: "c", type: "CancelPublicWarning", says: BOARDS.cancel_warning, isGrave: true, make: (row) => (standing(row) === null ? null : { type: "CancelPublicWarning", warning_id: row?.key }) },
    {
      letter: "o",
      type: "CorrectPublicWarning",
      says: BOARDS.correct_warning,
      isForm: true,
      make: (row) => {
        const warning = standing(row);
        return warning === null ? null : { type: "CorrectPublicWarning", warning_id: row?.key, areas: warning.areas };
      },
    },
    {
      letter: "s",
      type: "SendPublicWarning",
      says: BOARDS.send_second,
      isGrave: true,
      make: (row) => {
        const unsent = row?.section === "unsent_warnings" ? room.picture.section("unsent_warnings").value.get(row.key) : undefined;
        return unsent === undefined ? null : { type: "SendPublicWarning", event_id: row?.key === "-" ? "" : row?.key, areas: unsent.areas };
      },
    },
    { letter: "w", type: "SendPublicWarning", says: BOARDS.new_warning, isForm: true, make: (row) => (row === null ? { type: "SendPublicWarning" } : null) },
  ];
}

/** Warnings to the public: those that wait for another person, those that stand, those that are over. */
export default function Public() {
  const room = useRoom();
  const desk = useDesk();
  const { picture } = room;
  const unsent: Unsent[] = [...picture.section("unsent_warnings").value].map(([key, item]) => ({ ...item, key }));
  const warnings: Warned[] = [...picture.section("public_warnings").value].map(([key, item]) => ({ ...item, key })).reverse();
  const rows = useRows(NAME, [...picks("unsent_warnings", unsent), ...picks("public_warnings", warnings)], publicVerbs(room));
  const pickedIn = (section: string): string | null => (rows.picked?.section === section ? rows.picked.key : null);
  const hasNation = warnings.some((warning) => warning.nation !== undefined);
  return (
    <Board name={t(BOARDS.public)}>
      {desk.room.picture.sees.value === "node" && <Verbs board={NAME} verbs={rows.verbs} row={null} />}
      {unsent.length > 0 && (
        <>
          <h3>{t(BOARDS.unsent)}</h3>
          <SortTable
            caption={t(BOARDS.unsent)}
            columns={UNSENT()}
            rows={unsent}
            keyOf={({ key }) => key}
            digitOf={rows.digitOf}
            picked={pickedIn("unsent_warnings")}
            onPick={(key) => rows.pick({ section: "unsent_warnings", key })}
            below={({ key }) => <Verbs board={NAME} verbs={rows.verbs} row={{ section: "unsent_warnings", key }} />}
          />
        </>
      )}
      <h3>{t(BOARDS.sent_warnings)}</h3>
      {warnings.length === 0 ? (
        <Nothing>{t(BOARDS.no_warnings)}</Nothing>
      ) : (
        <SortTable
          caption={t(BOARDS.sent_warnings)}
          columns={sentColumns(room, hasNation)}
          rows={warnings}
          keyOf={({ key }) => key}
          digitOf={rows.digitOf}
          picked={pickedIn("public_warnings")}
          onPick={(key) => rows.pick({ section: "public_warnings", key })}
          classOf={(warning) => (warning.is_standing === false ? "is-past" : "")}
          below={({ key }) => <Verbs board={NAME} verbs={rows.verbs} row={{ section: "public_warnings", key }} />}
        />
      )}
    </Board>
  );
}

const UNSENT = (): Column<Unsent>[] => [
  { id: "event", title: t(BOARDS.event), cell: ({ key }) => <code>{key}</code> },
  { id: "areas", title: t(BOARDS.areas), cell: ({ areas }) => <bdi title={areas.join(", ")}>{areas.map(term).join(", ")}</bdi> },
  { id: "by", title: t(BOARDS.ordered_by), cell: ({ cells }) => cells.map(term).join(", ") },
  { id: "since", title: t(BOARDS.since), isNumber: true, cell: ({ since_ms }) => exerciseTime(since_ms) },
];

function sentColumns(room: Room, hasNation: boolean): Column<Warned>[] {
  const nation: Column<Warned>[] = [{ id: "nation", title: t(BOARDS.nation), by: ({ nation: name }) => name ?? "", cell: ({ nation: name }) => <bdi>{term(name ?? "")}</bdi> }];
  return [
    { id: "id", title: t(BOARDS.warning_id), by: ({ key }) => key, cell: ({ key }) => <code>{key}</code> },
    ...(hasNation ? nation : []),
    { id: "step", title: t(BOARDS.step), by: ({ step }) => step, cell: ({ step, references }) => `${term(step)}${references.length > 0 ? ` ← ${references.join(", ")}` : ""}` },
    { id: "areas", title: t(BOARDS.areas), by: ({ areas }) => areas.join(), cell: ({ areas }) => <bdi title={areas.join(", ")}>{areas.map(term).join(", ")}</bdi> },
    { id: "sent", title: t(BOARDS.way_sent), by: ({ sent_ms }) => sent_ms, isNumber: true, cell: ({ sent_ms }) => exerciseTime(sent_ms) },
    {
      id: "impact",
      title: t(BOARDS.impact_in),
      by: ({ impact_time_ms }) => impact_time_ms,
      isNumber: true,
      cell: ({ impact_time_ms, step }) => (impact_time_ms > 0 && step !== "cancel" ? <Countdown picture={room.picture} untilMs={impact_time_ms} /> : "–"),
    },
    {
      id: "state",
      title: t(BOARDS.state),
      cell: ({ is_standing, cancel_due_ms }) => (
        <>
          {is_standing === undefined ? "" : t(is_standing ? BOARDS.standing : BOARDS.ended)}{" "}
          {cancel_due_ms !== undefined && cancel_due_ms >= 0 && is_standing === true && (
            <small>
              {t(BOARDS.cancel_due)} <Countdown picture={room.picture} untilMs={cancel_due_ms} />
            </small>
          )}
        </>
      ),
    },
  ];
}
