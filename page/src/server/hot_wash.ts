import { get, post } from "./api";

export type Audience = "parties" | "joint" | "public";
export const LESSON_STATE_NAMES = ["open", "accepted", "done", "rejected"] as const;

/** Something that can be cleared for an audience, and how it stands, as far as this seat may know. */
export interface ClearItem {
  audience: Audience;
  item: string;
  is_truth: boolean;
  is_mine: boolean;
  cleared_by: readonly string[];
  is_released: boolean;
}

export interface Lesson {
  lesson_id: string;
  node: string;
  text: string;
  owner: string;
  state: (typeof LESSON_STATE_NAMES)[number];
  noted_by: string;
  at_ms: number;
  is_mine: boolean;
}

/** A statement as it stands; `left_ms`: until it is late, negative where it is, null where nobody knows. */
export interface Statement {
  statement_id: string;
  drafted_by: string;
  announced: "before" | "after";
  facts: readonly { fact: string; is_cleared: boolean; lacking: readonly string[] }[];
  left_ms: number | null;
  is_late: boolean;
  is_released: boolean;
  is_mine: boolean;
  text: string;
}

export interface Policy {
  publicity: string;
  facts: readonly string[];
  facts_before: readonly string[];
  clear_within_ms: number;
  may_draft: boolean;
}

export interface Question {
  question: string;
  en: string;
  zh: string;
  ru: string;
}

export interface Survey {
  is_open: boolean;
  has_answered: boolean;
  questions: readonly Question[];
}

/** The hot wash as this seat may know it. */
export interface HotWash {
  reader: string;
  party: string;
  packs: readonly string[];
  is_over: boolean;
  items: readonly ClearItem[];
  lessons: readonly Lesson[];
  lesson_nodes: readonly string[];
  statements: readonly Statement[];
  policy: Policy;
  survey: Survey;
}

export interface LessonGiven {
  lesson_id?: string;
  node?: string;
  text: string;
  owner: string;
  state: Lesson["state"];
}

export const hotWash = (): Promise<HotWash> => get<HotWash>("/hot-wash");
export const clearFor = (audience: Audience, items: readonly string[], is_withdrawn: boolean): Promise<HotWash> => post<HotWash>("/clearances", { audience, items, is_withdrawn });
export const noteLesson = (lesson: LessonGiven): Promise<HotWash> => post<HotWash>("/lessons", lesson);
export const draft = (statement_id: string, announced: Statement["announced"], facts: readonly string[]): Promise<HotWash> => post<HotWash>("/statements", { statement_id, announced, facts });
export const previewOf = (id: string): Promise<string> => get<{ text: string }>(`/statements/${encodeURIComponent(id)}/preview`).then(({ text }) => text);
export const release = (id: string): Promise<HotWash> => post<HotWash>(`/statements/${encodeURIComponent(id)}/release`);
export const answer = (scores: Readonly<Record<string, number>>, remark: string): Promise<HotWash> => post<HotWash>("/survey", { scores, remark });

/** How an item stands: it may be seen, it waits for others, or nobody that this seat knows of has cleared it. */
export type Standing = "released" | "waits" | "not_cleared";

/** `party`: for whom this seat clears; what others have cleared and it has not, though it may, waits for nobody else. */
export function standingOf({ is_released, is_mine, cleared_by }: ClearItem, party: string): Standing {
  if (is_released) return "released";
  const isOwnTurn = is_mine && !cleared_by.includes(party);
  return cleared_by.length > 0 && !isOwnTurn ? "waits" : "not_cleared";
}

export const isClearedBy = (item: ClearItem, party: string): boolean => item.cleared_by.includes(party);

/** Return what a seat may still clear for an audience, or take back. */
export function changeable(items: readonly ClearItem[], audience: Audience, party: string, isWithdrawn: boolean): string[] {
  return items.filter((item) => item.audience === audience && item.is_mine && isClearedBy(item, party) === isWithdrawn).map(({ item }) => item);
}

/** Whole minutes of a span: up, so that a minute begun is a minute left. */
export const minutesOf = (spanMs: number): number => Math.ceil(Math.abs(spanMs) / 60_000);
