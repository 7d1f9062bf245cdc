import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const page = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(page, path), "utf8");

/** The sheet that the globe puts into a <style> for its credits, as it stands in its source. */
function creditsSheet(): string {
  const source = read("node_modules/@cesium/engine/Source/Scene/CreditDisplay.js");
  const sheet = /const style = \/\*css\*\/ `([^`]*)`/.exec(source)?.[1] ?? "";
  const constants = new Map([...source.matchAll(/^const (\w+) = ("[^"]*"|\d+);$/gm)].map((found) => [found[1], found[2]]));
  return sheet.replace(/\$\{(\w+)\}/g, (_whole, name: string) => String(JSON.parse(constants.get(name) ?? '""')));
}

describe("the server's policy of contents", () => {
  const door = read("../src/tocsin/web/door.py");

  it("lets in the sheet of the globe that is installed, by its digest", () => {
    const digest = createHash("sha256").update(creditsSheet()).digest("base64");
    expect(creditsSheet()).toContain(".cesium-credit-lightbox");
    expect(door).toContain(`'sha256-${digest}'`);
  });

  it("lets no text become a script", () => {
    expect(door).not.toMatch(/'unsafe-eval'|'unsafe-inline'/);
  });
});
