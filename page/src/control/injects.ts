/** Injects as the truth tells them, and where they stand on control's line of time. */
import type { Picture } from "../stream/picture";

export type InjectStatus = "planned" | "held" | "due" | "fired" | "skipped";

/** One inject: as written, how far it is, when it may fire by itself (-1: nobody can say). */
export interface Inject {
  inject_id: string;
  number: string;
  title: string;
  storyline: string;
  time_ms: number;
  trigger: string;
  sender: string;
  to: readonly string[];
  means: string;
  text: string;
  effects: readonly Readonly<Record<string, unknown>>[];
  objective: string;
  expected: { node: string; cell: string; action: string; within_ms: number } | null;
  controller: string;
  evaluator_note: string;
  depends_on: readonly string[];
  contingency: string;
  status: InjectStatus;
  next_ms: number;
  waits_for: readonly string[];
  fired_by: string | null;
}

export const injectsOf = (picture: Picture): Inject[] => [...picture.section("injects").value.values()].map((item) => item as unknown as Inject);

/** Return the fields that an inject is written with: what became of it is not written. */
export function written(inject: Inject): Record<string, unknown> {
  const { next_ms: _next, waits_for: _waits, fired_by: _by, status, ...fields } = inject;
  return { ...fields, status: status === "held" ? "held" : "planned" };
}

/** In which state an inject may be changed so, by the order's name, as the engine has it. */
export const MAY_BE: Readonly<Record<string, readonly InjectStatus[]>> = {
  FireInject: ["planned", "held", "due", "skipped"],
  HoldInject: ["planned", "due"],
  FreeInject: ["held", "skipped"],
  SlipInject: ["planned", "held", "due"],
  SkipInject: ["planned", "held", "due"],
  WriteInject: ["planned", "held", "due", "skipped"],
};

/** Return an id that no inject has yet, beginning with a name. */
export function freeId(name: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  if (!known.has(name)) return name;
  let number = 2;
  while (known.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

/** Where a mark stands: `at` along the line, 0 to 1; null in the margin of those that nobody can time. */
export interface Mark {
  inject: Inject;
  lane: number;
  at: number | null;
}

export interface Line {
  lanes: readonly string[];
  marks: readonly Mark[];
  /** From the first to the second mark's place, for those that wait for each other. */
  ties: readonly (readonly [from: number, to: number])[];
  untilMs: number;
}

const LEAST_MS = 1_800_000;
const MARGIN = 1.08;

/** Return how far a line of time reaches: beyond the present and the last that is foreseen. */
export function reachMs(nowMs: number, timesMs: readonly number[]): number {
  return Math.max(LEAST_MS, nowMs * MARGIN, ...timesMs.map((time) => time * MARGIN));
}

/** Lay injects out: a lane for each storyline, in the order in which they first come. */
export function laidOut(injects: readonly Inject[], untilMs: number): Line {
  const lanes = [...new Set(injects.map((inject) => inject.storyline))];
  const marks = injects.map((inject) => ({
    inject,
    lane: lanes.indexOf(inject.storyline),
    at: inject.next_ms < 0 ? null : Math.min(1, inject.next_ms / untilMs),
  }));
  const place = new Map(marks.map((mark, at) => [mark.inject.inject_id, at]));
  const ties = marks.flatMap((mark, to) =>
    mark.inject.depends_on.flatMap((name) => {
      const from = place.get(name);
      return from === undefined ? [] : [[from, to] as const];
    }),
  );
  return { lanes, marks, ties, untilMs };
}

/** Return round times to write along a line, about six of them. */
export function ticksOf(untilMs: number): number[] {
  const steps = [300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000];
  const step = steps.find((each) => untilMs / each <= 8) ?? 86_400_000;
  return Array.from({ length: Math.floor(untilMs / step) + 1 }, (_, at) => at * step);
}

/** Return to which field a refusal belongs, `trigger: ...` or `SensorOutage.sensor_id: ...`, and the rest of its words. */
export function faultPlace(wrong: string): { field: string; says: string } {
  const found = /^([A-Za-z_]+)(?:\.[a-z_]+)?(?::| =| has| holds)/.exec(wrong);
  const name = found?.[1] ?? "";
  return { field: /^[A-Z]/.test(name) ? "effects" : name, says: wrong };
}
