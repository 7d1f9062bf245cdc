import { Board, Nothing } from "../parts/Board";
import { SortTable } from "../parts/SortTable";
import { Verbs } from "../orders/Verbs";
import { useRows, type Verb } from "../room/desk";
import { useRoom } from "../screens/room";
import { BOARDS } from "../words/boards";
import { term } from "../words/terms";
import { t } from "../words/words";

const NAME = "held";

/** What the data-exchange desk keeps back for now: by subject, and to whom it would go. */
export default function Held() {
  const { picture } = useRoom();
  const held = [...picture.section("held_messages").value].map(([key, item]) => ({ key, kept: item.kept }));
  const verbs: Verb[] = [
    { letter: "e", type: "SendMessage", says: BOARDS.let_go, make: (row) => (held.some(({ key }) => key === row?.key) ? { type: "SendMessage", subject: row?.key } : null) },
    { letter: "o", type: "HoldMessage", says: BOARDS.hold_some, isForm: true, make: () => ({ type: "HoldMessage" }) },
  ];
  const rows = useRows(NAME, held.map(({ key }) => ({ section: "held_messages", key })), verbs);
  return (
    <Board name={t(BOARDS.held)}>
      <Verbs board={NAME} verbs={rows.verbs.filter((verb) => verb.isForm === true)} row={null} />
      {held.length === 0 ? (
        <Nothing>{t(BOARDS.no_held)}</Nothing>
      ) : (
        <SortTable
          caption={t(BOARDS.held)}
          columns={[
            { id: "subject", title: t(BOARDS.subject), by: ({ key }) => key, cell: ({ key }) => <bdi>{term(key)}</bdi> },
            { id: "kept", title: t(BOARDS.kept_back), cell: ({ kept }) => <bdi>{kept.join(", ")}</bdi> },
          ]}
          rows={held}
          keyOf={({ key }) => key}
          digitOf={rows.digitOf}
          picked={rows.picked?.section === "held_messages" ? rows.picked.key : null}
          onPick={(key) => rows.pick({ section: "held_messages", key })}
          below={({ key }) => <Verbs board={NAME} verbs={rows.verbs.filter((verb) => verb.isForm !== true)} row={{ section: "held_messages", key }} />}
        />
      )}
    </Board>
  );
}
