import axe from "axe-core";
import type { Page } from "playwright-core";

const GRAVE = new Set(["serious", "critical"]);
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Return what axe finds grave, each with the places where. */
export async function graveFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate((rules) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: rules, resultTypes: ["violations"] }), RULES);
  return found.violations
    .filter(({ impact }) => GRAVE.has(String(impact)))
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`).join(" | ")}`);
}
