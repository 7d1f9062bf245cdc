import { signal } from "@preact/signals";
import { get } from "../server/api";
import type { Line } from "./frames";
import type { Picture } from "./picture";

const PAGE = 100; // records a request

/** As `GET /records` answers: the newest first. */
interface PastTold {
  records: Line[];
  next_before: number | null;
}

/** Return whose records a picture's own are: a node's for who looks at one besides the truth, else '' for the seat's. */
export function nodeOf(picture: Picture, truth: Picture | null): string {
  return truth === null || truth === picture ? "" : picture.node.value;
}

/**
 * The records before those that a picture keeps, a page at a time from the server, oldest first.
 *
 * `kinds`: which; `node`: whose, for a seat that may look at several.
 */
export class Past {
  readonly lines = signal<readonly Line[]>([]);
  readonly isAsking = signal(false);
  readonly isAtStart = signal(false);
  readonly fault = signal("");

  /** Where these records end and the picture's own began when they were asked for. */
  private boundary = 0;
  private before = 0;

  constructor(
    private readonly picture: Picture,
    private readonly kinds: readonly string[],
    private readonly node = "",
  ) {}

  /** Ask for the page before what is there. */
  async more(): Promise<void> {
    if (this.isAsking.value || (this.isAtStart.value && !this.hasGap())) return;
    this.isAsking.value = true;
    if (this.hasGap()) this.lines.value = [];
    if (this.lines.value.length === 0) this.before = this.boundary = this.firstKept();
    try {
      const told = await get<PastTold>(`/records?${this.query()}`);
      this.lines.value = [...told.records.reverse(), ...this.lines.value];
      this.before = told.next_before ?? 1;
      this.isAtStart.value = told.next_before === null;
      this.fault.value = "";
    } catch (error) {
      this.fault.value = error instanceof Error ? error.message : "";
    } finally {
      this.isAsking.value = false;
    }
  }

  /** Whether the picture has let records go since these were asked for: then there is a hole between the two. */
  hasGap(): boolean {
    return this.lines.value.length > 0 && this.firstKept() > this.boundary;
  }

  private firstKept(): number {
    return this.picture.records.value[0]?.seq ?? this.picture.seq.value + 1;
  }

  private query(): URLSearchParams {
    const query = new URLSearchParams({ before: String(this.before), limit: String(PAGE), kind: this.kinds.join() });
    if (this.node !== "") query.set("node", this.node);
    return query;
  }
}
