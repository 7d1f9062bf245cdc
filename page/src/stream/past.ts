import { signal } from "@preact/signals";
import { get } from "../server/api";
import type { Line } from "./frames";
import type { Picture } from "./picture";

const PAGE = 100; // records a request

interface PastTold {
  records: Line[];
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
    if (this.lines.value.length === 0) this.boundary = this.firstKept();
    try {
      const told = await get<PastTold>(`/records?${this.query()}`);
      this.lines.value = [...told.records, ...this.lines.value];
      this.isAtStart.value = told.records.length < PAGE;
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
    const before = this.lines.value[0]?.seq ?? this.firstKept();
    const query = new URLSearchParams({ before: String(before), limit: String(PAGE) });
    for (const kind of this.kinds) query.append("kind", kind);
    if (this.node !== "") query.set("node", this.node);
    return query;
  }
}
