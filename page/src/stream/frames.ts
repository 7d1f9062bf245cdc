/** The frames of a stream or a film: see `docs/stream.md`. */

export type Sections = Record<string, Record<string, unknown>>;

export interface ClockNow {
  speed_ratio: number;
  is_paused: boolean;
  until_event: boolean;
  is_scored: boolean;
  is_over: boolean;
  is_stopped: boolean;
}

/** One record of the journal, numbered for its audience. */
export interface Line {
  seq: number;
  time_ms: number;
  node: string;
  kind: string;
  body: Record<string, unknown>;
}

export interface Hello {
  type: "hello";
  seq: number;
  time_ms: number;
  utc_ms: number;
  dtg: Record<string, string>;
  sees: "node" | "truth" | "released" | "none";
  node: string;
  clock: ClockNow;
  state: Sections;
}

export interface Tick {
  type: "tick";
  seq: number;
  time_ms: number;
  utc_ms: number;
  dtg: Record<string, string>;
  records: Line[];
  changed: Sections;
  gone: Record<string, string[]>;
}

export interface ClockFrame {
  type: "clock";
  clock: ClockNow;
}

export interface StopFrame {
  type: "stop";
  is_stopped: boolean;
}

export interface OwnFrame {
  type: "own";
  kind: string;
  body: Record<string, unknown>;
}

export interface ByeFrame {
  type: "bye";
  reason: string;
}

export type Frame = Hello | Tick | ClockFrame | StopFrame | OwnFrame | ByeFrame;
