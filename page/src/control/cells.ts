/** Who plays which cell. */

export interface Sits {
  seat_id: string;
  name: string;
  group: string;
  roles: readonly string[];
  granted: readonly { role: string; host: string }[];
  is_ready: boolean;
}

export interface RoleTold {
  name: string;
  side: string;
  cell: string;
  sees: string;
}

export interface Played {
  node: string;
  cell: string;
  /** Names of those who hold a role that plays it; nobody: doctrine does. */
  who: readonly string[];
}

const JOINT = "joint";

/** Return the cells of every node with the people who play them. */
export function cellsOf(nodes: readonly string[], seats: readonly Sits[], roles: readonly RoleTold[]): Played[] {
  return nodes.flatMap((node) => {
    const own = roles.filter((role) => role.cell !== "" && role.side === (node === JOINT ? JOINT : "nation"));
    return [...new Set(own.map((role) => role.cell))].map((cell) => {
      const playing = own.filter((role) => role.cell === cell).map((role) => role.name);
      const who = seats.filter((seat) => seat.group === node && seat.roles.some((role) => playing.includes(role))).map((seat) => seat.name);
      return { node, cell, who };
    });
  });
}
