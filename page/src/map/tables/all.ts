/** The table of every layer. */
import type { Layer } from "../../scene/scene";
import { historyTable, predictionsTable, tracksTable, truthTable } from "./air";
import { areasTable, impactsTable, launchesTable } from "./events";
import type { FactTable, Shown } from "./facts";
import { batteriesTable, engagementsTable, linksTable, sensorsTable } from "./means";
import { noticesTable } from "./notices";
import { plansTable } from "./plans";
import { nightTable } from "./sky";

export const TABLES: Readonly<Record<Layer, (shown: Shown) => FactTable>> = {
  tracks: tracksTable,
  history: historyTable,
  predictions: predictionsTable,
  launches: launchesTable,
  impacts: impactsTable,
  areas: areasTable,
  notices: noticesTable,
  sensors: sensorsTable,
  batteries: batteriesTable,
  plans: plansTable,
  engagements: engagementsTable,
  links: linksTable,
  night: nightTable,
  truth: truthTable,
};
