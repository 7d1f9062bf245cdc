import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const here = dirname(fileURLToPath(import.meta.url));

interface Locked {
  packages: Record<string, { version?: string; license?: string; dev?: boolean }>;
}

/** Return the text of every licence in a package's folder. */
function licencesIn(folder: string): string {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^(licen[cs]e|notice)/i.test(name)) : [];
  return names.map((name) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n");
}

/** Write whose code the built page carries, and under which licences: they ask to travel with it. */
export function notices(built: string): Plugin {
  return {
    name: "notices",
    apply: "build",
    closeBundle() {
      const { packages } = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")) as Locked;
      const found = Object.entries(packages)
        .filter(([path, { dev }]) => path !== "" && dev !== true && existsSync(join(here, path)))
        .map(([path, { version, license }]) => {
          const title = `${path.replace(/^.*node_modules\//, "")} ${version ?? ""} (${license ?? "see below"})`;
          return `${title}\n${"=".repeat(title.length)}\n\n${licencesIn(join(here, path))}\n`;
        });
      writeFileSync(join(built, "NOTICES.txt"), found.join("\n\n"));
    },
  };
}
