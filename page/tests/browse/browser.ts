import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const KNOWN = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const QUIET = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const WITH_GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const WITHOUT_GL = ["--disable-gpu", "--disable-3d-apis"];

export type Machine = "webgl" | "thin"; // a thin client has no WebGL

function program(): string {
  const found = [process.env["CHROMIUM"] ?? "", ...KNOWN].find((path) => path !== "" && existsSync(path));
  if (found === undefined) throw new Error("no Chromium found: install Debian's chromium, or name one by CHROMIUM");
  return found;
}

export function launch(machine: Machine): Promise<Browser> {
  return chromium.launch({
    executablePath: program(),
    headless: true,
    args: [...QUIET, ...(machine === "webgl" ? WITH_GL : WITHOUT_GL)],
  });
}

/** A window, and what went wrong in it: errors on its console, and requests that left this machine. */
export interface Window {
  context: BrowserContext;
  page: Page;
  faults: string[];
}

export async function openWindow(browser: Browser, url: string, more: object = {}): Promise<Window> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "en-GB", ...more });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (!["data:", "blob:"].includes(protocol) && hostname !== "127.0.0.1") faults.push(`left: ${request.url()}`);
  });
  await page.goto(url);
  return { context, page, faults };
}
