import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

export interface Column<Row> {
  id: string;
  title: string;
  /** By what rows are ordered; a column without it is not sorted by. */
  by?: (row: Row) => string | number;
  cell: (row: Row) => ComponentChildren;
  isNumber?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  picked?: string | null;
  onPick?: (key: string) => void;
  /** The digit that picks a row, '' for none. */
  digitOf?: (key: string) => string;
  classOf?: (row: Row) => string;
  /** What stands below the picked row. */
  below?: (row: Row) => ComponentChildren;
}

interface Order {
  id: string;
  isDown: boolean;
}

/** Return rows in the order of a column; as they came where none is chosen. */
export function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | null): readonly Row[] {
  const by = columns.find((column) => column.id === order?.id)?.by;
  if (order === null || by === undefined) return rows;
  const up = [...rows].sort((one, other) => {
    const [a, b] = [by(one), by(other)];
    return a < b ? -1 : a > b ? 1 : 0;
  });
  return order.isDown ? up.reverse() : up;
}

/** A table that sorts by a click on a heading, and whose rows can be picked by click, Enter or digit. */
export function SortTable<Row>(props: Props<Row>) {
  const [order, setOrder] = useState<Order | null>(null);
  const { caption, columns, rows } = props;
  const turn = (id: string): void => setOrder(order?.id === id ? (order.isDown ? null : { id, isDown: true }) : { id, isDown: false });
  return (
    <table class="sort-table">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {props.digitOf !== undefined && <th class="digit" aria-hidden="true" />}
          {columns.map((column) => (
            <th key={column.id} scope="col" class={column.isNumber === true ? "number" : ""} {...sortOf(column, order)}>
              {column.by === undefined ? (
                column.title
              ) : (
                <button type="button" onClick={() => turn(column.id)}>
                  {column.title}
                  <span aria-hidden="true">{order?.id === column.id ? (order.isDown ? " ▾" : " ▴") : ""}</span>
                </button>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted(rows, columns, order).map((row) => (
          <TableRow key={props.keyOf(row)} row={row} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function sortOf<Row>(column: Column<Row>, order: Order | null): { "aria-sort"?: "ascending" | "descending" } {
  if (order === null || column.id !== order.id) return {};
  return { "aria-sort": order.isDown ? "descending" : "ascending" };
}

function TableRow<Row>(props: Props<Row> & { row: Row }) {
  const { row, columns, keyOf, picked, onPick, digitOf, classOf, below } = props;
  const key = keyOf(row);
  const isPicked = picked === key;
  const pickable =
    onPick === undefined
      ? {}
      : {
          tabIndex: 0,
          onClick: () => onPick(key),
          onKeyDown: (event: KeyboardEvent) => {
            if (event.key === "Enter" && event.target === event.currentTarget) onPick(key);
          },
        };
  return (
    <>
      <tr class={`${isPicked ? "picked" : ""} ${classOf?.(row) ?? ""}`} {...(isPicked ? { "aria-selected": true } : {})} {...pickable}>
        {digitOf !== undefined && (
          <td class="digit" aria-hidden="true">
            {digitOf(key)}
          </td>
        )}
        {columns.map((column) => (
          <td key={column.id} class={column.isNumber === true ? "number" : ""}>
            {column.cell(row)}
          </td>
        ))}
      </tr>
      {isPicked && below !== undefined && (
        <tr class="below">
          <td colSpan={columns.length + (digitOf === undefined ? 0 : 1)}>{below(row)}</td>
        </tr>
      )}
    </>
  );
}
