import type { Server } from "node:http";

export function serve(folder: string, worldFolder?: string): Promise<{ server: Server; address: string }>;
