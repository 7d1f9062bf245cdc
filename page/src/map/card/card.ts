/** What the card of provenance says of a pick: groups of lines, made from the sections alone. */
import type { Origin, Pick } from "../../scene/scene";
import type { Picture } from "../../stream/picture";
import type { Phrase } from "../../words/words";

export interface CardLine {
  term: string;
  text: string;
  /** A bar that shows since when until when, as shares of the time that the card spans. */
  bar?: { from: number; to: number; origin: Origin };
  isWithheld?: boolean;
}

export interface CardGroup {
  title: Phrase;
  lines: readonly CardLine[];
  /** Said where there is no line. */
  none?: Phrase;
}

export interface Card {
  title: string;
  origin: Origin;
  groups: readonly CardGroup[];
}

export interface Asked {
  pick: Pick;
  picture: Picture;
  truth: Picture | null;
}
