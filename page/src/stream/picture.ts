import { batch, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ClockNow, Frame, Hello, Line, OwnFrame, Sections, Tick } from "./frames";
import type { SectionItems, SectionName } from "./sections";

export const NEWEST_KEPT = 500; // records; older ones are asked of the server, a page at a time
const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

const NO_CLOCK: ClockNow = {
  speed_ratio: 1,
  is_paused: true,
  until_event: false,
  is_scored: false,
  is_over: false,
  is_stopped: false,
};

/** When something stands so, in every calendar that a display needs. */
export interface Moment {
  time_ms: number;
  utc_ms: number;
  dtg: Record<string, string>;
}

/**
 * What one audience is shown now: the one thing that maps, boards and walls draw.
 *
 * It is filled by frames alone, whether they come from a live stream or from a film, and computes nothing: what
 * stands in it is what the engine holds for that audience.  Each section is a signal of its own, so that a board is
 * drawn again when its own section has changed and at no other time.
 */
export class Picture {
  readonly moment = signal<Moment>({ time_ms: 0, utc_ms: 0, dtg: {} });
  readonly clock = signal<ClockNow>(NO_CLOCK);
  readonly sees = signal<Hello["sees"]>("none");
  readonly node = signal("");
  /** The newest records, oldest first. */
  readonly records = signal<readonly Line[]>([]);
  /** How often everything was told anew: what is remembered from frame to frame ends there. */
  readonly hellos = signal(0);
  /** Number of the newest record. */
  readonly seq = signal(0);
  /** What came about this seat alone. */
  readonly own = signal<readonly OwnFrame[]>([]);
  /** Why the stream was ended by the server, or ''. */
  readonly ended = signal("");

  private readonly sections = new Map<string, Signal<ReadonlyMap<string, unknown>>>();

  /** Return a section as a signal of its items by key; empty where this audience has none of that name. */
  section<Name extends SectionName>(name: Name): ReadonlySignal<ReadonlyMap<string, SectionItems[Name]>> {
    return this.slot(name) as Signal<ReadonlyMap<string, SectionItems[Name]>>;
  }

  /** Take one frame. */
  take(frame: Frame): void {
    batch(() => {
      switch (frame.type) {
        case "hello":
          this.takeHello(frame);
          break;
        case "tick":
          this.takeTick(frame);
          break;
        case "clock":
          this.clock.value = frame.clock;
          break;
        case "stop":
          this.clock.value = { ...this.clock.value, is_stopped: frame.is_stopped };
          break;
        case "own":
          this.own.value = [...this.own.value, frame].slice(-NEWEST_KEPT);
          break;
        case "bye":
          this.ended.value = frame.reason;
          break;
      }
    });
  }

  private takeHello(frame: Hello): void {
    this.hellos.value += 1;
    this.sees.value = frame.sees;
    this.node.value = frame.node;
    this.clock.value = frame.clock;
    this.ended.value = "";
    this.seq.value = frame.seq;
    for (const [name, slot] of this.sections) {
      if (!(name in frame.state)) slot.value = NOTHING;
    }
    for (const [name, items] of Object.entries(frame.state)) {
      this.slot(name).value = new Map(Object.entries(items));
    }
    this.takeMoment(frame);
  }

  private takeTick(frame: Tick): void {
    this.change(frame.changed, frame.gone);
    if (frame.records.length > 0) {
      this.records.value = [...this.records.value, ...frame.records].slice(-NEWEST_KEPT);
    }
    this.seq.value = frame.seq;
    this.takeMoment(frame);
  }

  private takeMoment({ time_ms, utc_ms, dtg }: Moment): void {
    this.moment.value = { time_ms, utc_ms, dtg };
  }

  private change(changed: Sections, gone: Record<string, string[]>): void {
    for (const name of new Set([...Object.keys(changed), ...Object.keys(gone)])) {
      const slot = this.slot(name);
      const items = new Map(slot.value);
      for (const key of gone[name] ?? []) items.delete(key);
      for (const [key, item] of Object.entries(changed[name] ?? {})) items.set(key, item);
      slot.value = items;
    }
  }

  private slot(name: string): Signal<ReadonlyMap<string, unknown>> {
    let found = this.sections.get(name);
    if (found === undefined) {
      found = signal<ReadonlyMap<string, unknown>>(NOTHING);
      this.sections.set(name, found);
    }
    return found;
  }
}
