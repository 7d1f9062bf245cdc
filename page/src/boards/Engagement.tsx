import { Board, Nothing } from "../parts/Board";
import { CodeBadge } from "../parts/Badge";
import { Countdown } from "../parts/Countdown";
import { percent } from "../parts/measures";
import { SortTable, type Column } from "../parts/SortTable";
import { exerciseTime } from "../parts/times";
import { Verbs } from "../orders/Verbs";
import { useRows, type Verb } from "../room/desk";
import { isDenied } from "../scene/plans";
import type { Pick } from "../scene/scene";
import { useRoom, type Room } from "../screens/room";
import type { BatteryItem, PlanItem, ShotItem, SupplyItem } from "../stream/sections";
import { BOARDS } from "../words/boards";
import { term } from "../words/terms";
import { t } from "../words/words";

const NAME = "engagement";

type Plan = PlanItem & { key: string; isDenied: boolean };

/** The queue of engagements with the time left to order each, shots under way and their results, what is left. */
export default function Engagement() {
  return (
    <Board name={t(BOARDS.engagement)}>
      <Queue />
      <Shots />
      <Stock />
    </Board>
  );
}

/** Return the plans, what must be ordered first on top; what the allocation does not propose after what it does. */
export function queueOf(room: Room): Plan[] {
  return [...room.picture.section("plans").value]
    .map(([key, plan]) => ({ ...plan, key, isDenied: isDenied(room.picture, plan) }))
    .sort((one, other) => Number(other.proposed > 0) - Number(one.proposed > 0) || one.last_launch_ms - other.last_launch_ms);
}

function planVerbs(room: Room): Verb[] {
  const held = (row: Pick | null): Plan | undefined => queueOf(room).find((plan) => plan.key === row?.key);
  const about = ({ event_id, object_name, battery_id }: PlanItem) => ({ event_id, object_name, battery_id });
  return [
    {
      letter: "f",
      type: "Fire",
      says: BOARDS.approve,
      isGrave: true,
      make: (row) => {
        const plan = held(row);
        return plan === undefined ? null : { type: "Fire", ...about(plan), interceptors: plan.proposed };
      },
    },
    {
      letter: "d",
      type: "DenyEngagement",
      says: BOARDS.deny,
      make: (row) => {
        const plan = held(row);
        return plan === undefined || plan.isDenied ? null : { type: "DenyEngagement", ...about(plan) };
      },
    },
    {
      letter: "a",
      type: "AllowEngagement",
      says: BOARDS.allow,
      make: (row) => {
        const denied = room.picture.section("denials").value.get(row?.key ?? "");
        return denied === undefined ? null : { type: "AllowEngagement", ...denied };
      },
    },
    { letter: "p", type: "ProposePlan", says: BOARDS.propose_plan, make: () => ({ type: "ProposePlan" }) },
  ];
}

function Queue() {
  const room = useRoom();
  const plans = queueOf(room);
  const rows = useRows(NAME, plans.map(({ key }) => ({ section: "plans", key })), planVerbs(room));
  const columns: Column<Plan>[] = [
    { id: "event", title: t(BOARDS.event), by: (plan) => plan.event_id, cell: (plan) => <code>{plan.object_name === "" ? plan.event_id : plan.object_name}</code> },
    { id: "battery", title: t(BOARDS.battery), by: (plan) => plan.battery_id, cell: (plan) => <bdi>{plan.battery_id}</bdi> },
    { id: "layer", title: t(BOARDS.layer), by: (plan) => plan.layer, cell: (plan) => term(plan.layer) },
    {
      id: "proposed",
      title: t(BOARDS.shots_proposed),
      by: (plan) => plan.proposed,
      isNumber: true,
      cell: (plan) => `${plan.proposed} / ${plan.able}`,
    },
    { id: "kill", title: t(BOARDS.kill), by: (plan) => plan.kill_probability, isNumber: true, cell: (plan) => percent(plan.kill_probability) },
    {
      id: "left",
      title: t(BOARDS.time_left),
      by: (plan) => plan.last_launch_ms,
      isNumber: true,
      cell: (plan) => <Window plan={plan} />,
    },
    { id: "state", title: t(BOARDS.state), cell: (plan) => (plan.isDenied ? t(BOARDS.denied) : plan.proposed > 0 ? t(BOARDS.is_proposed) : t(BOARDS.is_able)) },
  ];
  const picked = rows.picked?.section === "plans" ? rows.picked.key : null;
  return (
    <>
      <h3>{t(BOARDS.queue)}</h3>
      {plans.length === 0 ? (
        <Nothing>{t(BOARDS.no_plans)}</Nothing>
      ) : (
        <SortTable
          caption={t(BOARDS.queue)}
          columns={columns}
          rows={plans}
          keyOf={(plan) => plan.key}
          digitOf={rows.digitOf}
          picked={picked}
          onPick={(key) => rows.pick({ section: "plans", key })}
          classOf={(plan) => (plan.isDenied ? "is-denied" : "")}
          below={(plan) => <Verbs board={NAME} verbs={rows.verbs} row={{ section: "plans", key: plan.key }} />}
        />
      )}
      {picked === null && plans.length > 0 && <p class="hint">{t(BOARDS.pick_plan)}</p>}
    </>
  );
}

/** Time until the window opens, or until it closes. */
function Window({ plan }: { plan: PlanItem }) {
  const { picture } = useRoom();
  const isOpen = picture.moment.value.time_ms >= plan.launch_ms;
  return (
    <>
      {!isOpen && (
        <small class="opens" title={t(BOARDS.opens_in)}>
          {t(BOARDS.opens)} <Countdown picture={picture} untilMs={plan.launch_ms} />
        </small>
      )}
      <Countdown picture={picture} untilMs={plan.last_launch_ms} />
    </>
  );
}

function Shots() {
  const { picture } = useRoom();
  const shots = [...picture.section("shots").value].reverse();
  if (shots.length === 0) return null;
  const columns: Column<[string, ShotItem]>[] = [
    { id: "shot", title: t(BOARDS.shot), by: ([key]) => key, cell: ([key]) => <code>{key}</code> },
    { id: "event", title: t(BOARDS.event), by: ([, shot]) => shot.event_id, cell: ([, shot]) => <code>{shot.object_name === "" ? shot.event_id : shot.object_name}</code> },
    { id: "battery", title: t(BOARDS.battery), by: ([, shot]) => shot.battery_id, cell: ([, shot]) => `${shot.battery_id} × ${shot.interceptors}` },
    { id: "launch", title: t(BOARDS.launched), by: ([, shot]) => shot.launch_ms, isNumber: true, cell: ([, shot]) => exerciseTime(shot.launch_ms) },
    { id: "meets", title: t(BOARDS.meets), by: ([, shot]) => shot.intercept_ms, isNumber: true, cell: ([, shot]) => <Countdown picture={picture} untilMs={shot.intercept_ms} /> },
    { id: "result", title: t(BOARDS.result), by: ([, shot]) => shot.result, cell: ([, shot]) => (shot.result === "" ? <ShotState shot={shot} /> : <CodeBadge code={shot.result} />) },
  ];
  return (
    <>
      <h3>{t(BOARDS.shots)}</h3>
      <SortTable caption={t(BOARDS.shots)} columns={columns} rows={shots} keyOf={([key]) => key} />
    </>
  );
}

function ShotState({ shot }: { shot: ShotItem }) {
  const { picture } = useRoom();
  return <span class="quiet">{t(picture.moment.value.time_ms < shot.intercept_ms ? BOARDS.in_flight : BOARDS.not_known_yet)}</span>;
}

function Stock() {
  const { picture } = useRoom();
  const supplies = picture.section("supplies").value;
  const batteries = [...picture.section("batteries").value];
  if (batteries.length === 0) return null;
  const supply = (key: string): SupplyItem | undefined => supplies.get(key);
  const columns: Column<[string, BatteryItem]>[] = [
    { id: "battery", title: t(BOARDS.battery), by: ([key]) => key, cell: ([key]) => <bdi>{key}</bdi> },
    { id: "layer", title: t(BOARDS.layer), by: ([, battery]) => battery.layer, cell: ([, battery]) => term(battery.layer) },
    { id: "ready", title: t(BOARDS.ready_now), by: ([key]) => supply(key)?.ready ?? 0, isNumber: true, cell: ([key]) => supply(key)?.ready ?? "" },
    { id: "kept", title: t(BOARDS.kept), by: ([key]) => supply(key)?.kept ?? 0, isNumber: true, cell: ([key]) => supply(key)?.kept ?? "" },
    { id: "stock", title: t(BOARDS.stock), by: ([, battery]) => battery.stock_left, isNumber: true, cell: ([, battery]) => battery.stock_left },
    { id: "channels", title: t(BOARDS.channels), by: ([key]) => supply(key)?.channels_free ?? 0, isNumber: true, cell: ([key]) => supply(key)?.channels_free ?? "" },
  ];
  return (
    <>
      <h3>{t(BOARDS.stock_title)}</h3>
      <SortTable caption={t(BOARDS.stock_title)} columns={columns} rows={batteries} keyOf={([key]) => key} />
    </>
  );
}
