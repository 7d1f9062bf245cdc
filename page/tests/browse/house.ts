import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const READY_MS = 150_000; // kernels may have to be compiled
const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)\//;
const CODE = /^ {2}(\S+)\s+(\S+)$/gm;

/** A served exercise: where it is, and the join code of each group where it has codes. */
export interface House {
  url: string;
  journal: string;
  verb: "play" | "serve";
  codes: ReadonlyMap<string, string>;
  /** Kill the server at once, as a power cut would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export function tocsin(): string {
  const named = process.env["TOCSIN"] ?? join(ROOT, ".venv/bin/tocsin");
  if (!existsSync(named)) throw new Error(`TOCSIN = ${named}: is not there; run make dev, or name the command`);
  return named;
}

/** Start `tocsin VERB ...` on a free port, and wait until it says where to join. */
export async function openHouse(verb: "play" | "serve", more: readonly string[] = [], port = 0): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-browse-"));
  const journal = join(folder, "house.EXERCISE.sqlite");
  return start(verb, [...more, "--port", String(port), "--journal", journal], folder, journal);
}

/** Start the server again from the journal of one that was killed, at the same port. */
export async function reopenHouse(house: House): Promise<House> {
  const port = new URL(house.url).port;
  const quietly = house.verb === "play" ? ["--no-open"] : [];
  return start(house.verb, [...quietly, "--port", port, "--journal", house.journal], dirname(house.journal), house.journal);
}

async function start(verb: House["verb"], more: readonly string[], folder: string, journal: string): Promise<House> {
  const args = [verb, ...more];
  const child = spawn(tocsin(), args, { cwd: ROOT, env: { ...process.env, BROWSER: "none" } });
  const said = await saidWhenReady(child, args);
  const url = (ADDRESS.exec(said) as RegExpExecArray)[0];
  return {
    url,
    journal,
    verb,
    codes: new Map([...said.matchAll(CODE)].map((found) => [found[1] ?? "", found[2] ?? ""])),
    kill: () => ended(child, "SIGKILL"),
    close: async () => {
      await ended(child, "SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function saidWhenReady(child: ChildProcess, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => reject(new Error(`tocsin ${args.join(" ")} was not ready in time:\n${said}`)), READY_MS);
    const hear = (data: Buffer) => {
      said += data.toString();
      if (ADDRESS.test(said) && said.includes("Ctrl-C")) {
        clearTimeout(late);
        resolve(said);
      }
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`tocsin ${args.join(" ")} ended with ${code}:\n${said}`));
    });
  });
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill(signal);
  });
}
