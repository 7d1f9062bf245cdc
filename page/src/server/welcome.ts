import { get, post } from "./api";
import type { Me } from "./seat";

/** What is offered to whoever comes. */
export interface Welcome {
  name: string;
  /** An open house, in which a seat needs no code. */
  is_open: boolean;
  nations: { name: string; display_name: string }[];
  has_joint_cell: boolean;
  state: string;
  scenarios: { name: string; title: string; rehearses: string }[];
  me: Me | null;
}

export const welcome = (): Promise<Welcome> => get<Welcome>("/welcome");
/** Take a seat of an open house: `watch`, `control`, `joint`, or a nation. */
export const comeAs = (wish: string): Promise<unknown> => post("/welcome", { as: wish });
export const joinWith = (code: string, name: string): Promise<unknown> => post("/join", { code, name });
export const takeRole = (role: string): Promise<Me> => post<Me>("/roles", { role });
