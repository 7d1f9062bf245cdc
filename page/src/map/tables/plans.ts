/** The table of engagements that are planned: own, and what partners and a joint cell told of theirs. */
import { percent } from "../../parts/measures";
import { exerciseTime } from "../../parts/times";
import { isDenied, toldEngagements, type ToldEngagement } from "../../scene/plans";
import type { PlanItem } from "../../stream/sections";
import { ORIGIN_WORDS } from "../../words/globe";
import { PLAN_STATES, TABLE } from "../../words/map";
import { term } from "../../words/terms";
import { t } from "../../words/words";
import { place } from "./air";
import { measured, NOTHING, said, type FactRow, type FactTable, type Head, type Shown } from "./facts";

const HEADS: readonly Head[] = [
  { id: "object", title: TABLE.object },
  { id: "madeOf", title: TABLE.madeOf },
  { id: "nation", title: TABLE.nation },
  { id: "battery", title: TABLE.battery },
  { id: "layer", title: TABLE.layer },
  { id: "state", title: TABLE.state },
  { id: "interceptors", title: TABLE.interceptors, isNumber: true },
  { id: "launchBy", title: TABLE.launchBy, isNumber: true },
  { id: "meets", title: TABLE.meets, isNumber: true },
  { id: "place", title: TABLE.place },
  { id: "kill", title: TABLE.killProbability, isNumber: true },
];

export function plansTable({ picture }: Shown): FactTable {
  const own = [...picture.section("plans").value].map(([key, plan]) => ownRow(key, plan, picture.node.value, isDenied(picture, plan)));
  return { layer: "plans", heads: HEADS, rows: [...own, ...toldEngagements(picture).map(toldRow)] };
}

function ownRow(key: string, plan: PlanItem, nation: string, isDeniedNow: boolean): FactRow {
  return {
    pick: { section: "plans", key },
    facts: [
      said(plan.object_name || plan.event_id),
      said(t(ORIGIN_WORDS.own)),
      said(term(nation)),
      said(plan.battery_id),
      said(term(plan.layer)),
      said(t(isDeniedNow ? PLAN_STATES.denied : PLAN_STATES[plan.state])),
      measured(plan.proposed || plan.able, String),
      measured(plan.last_launch_ms, exerciseTime),
      measured(plan.intercept_ms, exerciseTime),
      place(plan.aim),
      measured(plan.kill_probability, percent),
    ],
  };
}

function toldRow({ pick, item, origin }: ToldEngagement): FactRow {
  return {
    pick,
    facts: [
      said(item.own_object || item.own_event || "–"),
      said(t(origin === "own" ? ORIGIN_WORDS.own : ORIGIN_WORDS.received)),
      said(term(item.nation)),
      said(item.battery_id || "–"),
      said(term(item.layer)),
      said(t(PLAN_STATES[item.state])),
      measured(item.interceptors, String),
      measured(item.last_launch_ms, exerciseTime),
      measured(item.intercept_ms, exerciseTime),
      item.meets === null ? NOTHING : place(item.meets),
      measured(item.kill_probability, percent),
    ],
  };
}
