import type { ComponentChildren } from "preact";

interface Props {
  /** Its name, for the reader of a screen: the tab above shows it already. */
  name: string;
  children: ComponentChildren;
  /** What stands above the content: filters, buttons. */
  tools?: ComponentChildren;
}

/** One board: tools above, content that scrolls. */
export function Board({ name, tools, children }: Props) {
  return (
    <section class="board" aria-label={name}>
      {tools !== undefined && <div class="board-tools">{tools}</div>}
      <div class="board-content">{children}</div>
    </section>
  );
}

/** What a board shows while there is nothing. */
export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing">{children}</p>;
}

/** A word with its value, in a list of such. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
