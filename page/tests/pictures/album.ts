import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { test } from "vitest";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "../../../docs/pictures");
export const LOOKS = (["en", "zh", "ru"] as const).flatMap((words) => (["dark", "light"] as const).map((colours) => ({ colours, words })));
const OURS = ".EXERCISE.jpg"; // what this script writes, and takes away before; other pictures stay
const QUALITY = 70;
const LINE = /^!\[(.*)\]\((.*)\)$/gm;
/** Which pictures are taken, by the name of their test: all, or those that `PICTURES=walls,rooms` names. */
const ONLY = (process.env["PICTURES"] ?? "").split(",").filter((name) => name !== "");

interface Taken {
  file: string;
  title: string;
}

const taken: Taken[] = [];

/** Take some pictures, if they are asked for. */
export const pictures = (name: string, takes: () => Promise<void>): void => test.runIf(ONLY.length === 0 || ONLY.includes(name))(name, takes);

/** Make room for new pictures. */
export function open(): void {
  mkdirSync(FOLDER, { recursive: true });
  if (ONLY.length > 0) return;
  for (const name of readdirSync(FOLDER)) if (name.endsWith(OURS)) rmSync(join(FOLDER, name));
}

/** Take one screen in every look. */
export async function inEveryLook(page: Page, name: string, title: string): Promise<void> {
  for (const { colours, words } of LOOKS) {
    await wear(page, colours, words);
    await page.waitForTimeout(600);
    await take(page, name, title, `${colours}.${words}`);
  }
  await wear(page, "dark", "en");
}

export async function take(page: Page, name: string, title: string, look: string): Promise<void> {
  const file = `${name}.${look}${OURS}`;
  await page.screenshot({ path: join(FOLDER, file), type: "jpeg", quality: QUALITY });
  taken.push({ file, title: `${title} (${look.replace(".", ", ")})` });
}

/** Change the look by the page's own controls; a dialog over them does not hinder it. */
export async function wear(page: Page, colours: string, words: string): Promise<void> {
  await page.evaluate(
    ([dress, spoken]) => {
      const look = document.querySelector(".look");
      const select = look?.querySelector("select");
      if (select !== null && select !== undefined) {
        select.value = spoken;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
      if (document.documentElement.dataset["theme"] !== dress) look?.querySelector("button")?.click();
    },
    [colours, words] as const,
  );
}

/** Return how many bytes all pictures have together. */
export const bytesOfAll = (): number => readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);

/** Write the page that shows them all: those taken now, and those that stayed. */
export function close(): void {
  const place = join(FOLDER, "README.md");
  const before = existsSync(place) ? [...readFileSync(place, "utf-8").matchAll(LINE)].map(([, title = "", file = ""]): Taken => ({ file, title })) : [];
  const stayed = ONLY.length === 0 ? [] : before;
  const all = new Map([...stayed, ...taken].map((picture) => [picture.file, picture]));
  writeFileSync(place, index([...all.values()]));
}

function index(all: readonly Taken[]): string {
  return [
    "# Pictures",
    "",
    "Every screen, dark and light, in English, Chinese and Russian. `make pictures` takes them again; all that they show is an",
    "exercise between invented nations.",
    ...all.flatMap(({ file, title }) => ["", `![${title}](${file})`, "", `*${title}*`]),
    "",
  ].join("\n");
}
