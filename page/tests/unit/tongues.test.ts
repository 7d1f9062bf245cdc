import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { labelled, named, placeOf, PLACES } from "../../src/words/places";
import { SENTENCES, spoken } from "../../src/words/said";
import { TERMS } from "../../src/words/terms";
import { LANGUAGES, language } from "../../src/words/words";
import codes from "../api/codes.json";
import ofTheServer from "../api/sentences.json";

vi.hoisted(() => {
  vi.stubGlobal("localStorage", { getItem: () => "en" }); // words are chosen by what the browser has kept
});
beforeEach(() => {
  language.value = "en";
});

/** Sentences of the library that reads requests, which stand in no source of ours. */
const OF_A_LIBRARY = (text: string): boolean => /^(Expected `|Object missing|Invalid enum)/.test(text);
const bare = (text: string): string => text.replace(/\{\w+\}/g, "{}");
/** The names in one of the server's files of the world. */
function namesIn(file: string): string[] {
  const read = readFileSync(new URL(`../../../src/tocsin/scenario/world/${file}.geojson`, import.meta.url), "utf8");
  const { features } = JSON.parse(read) as { features: { properties: { name?: string } }[] };
  return features.flatMap(({ properties }) => properties.name ?? []);
}
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").sort();

test("every sentence of the server has its words in three languages, and none is left over", () => {
  const ours = SENTENCES.map(([en]) => bare(en)).filter((text) => !OF_A_LIBRARY(text));
  const terms = new Set(Object.keys(TERMS));
  expect(new Set(ours).size, "a sentence stands twice").toBe(ours.length);
  expect(ofTheServer.filter((text) => !ours.includes(text) && !terms.has(text)), "said by the server, in no catalogue").toEqual([]);
  expect(ours.filter((text) => !ofTheServer.includes(text)), "in a catalogue, said by nobody").toEqual([]);
});

/** Codes that no board shows: of conditions, snapshots, allocation. */
const NOT_SHOWN = new Set(["!=", "<", "<=", "==", ">", ">=", "alert level", "assessed", "clock", "count", "end", "endex", "exact", "first", "greedy", "last", "moment", "regular", "startex", "truth"]);

test("every code that a record may hold has its word in three languages", () => {
  expect(codes.length).toBeGreaterThan(150);
  expect(codes.filter((code) => TERMS[code] === undefined && !NOT_SHOWN.has(code))).toEqual([]);
});

test("what a sentence puts in is put in, in every language", () => {
  for (const [en, zh, ru] of SENTENCES) {
    expect(new Set(holes(en)).size, en).toBe(holes(en).length);
    expect(holes(zh), en).toEqual(holes(en));
    expect(holes(ru), en).toEqual(holes(en));
    expect(zh, en).not.toBe("");
    expect(ru, en).not.toBe("");
  }
});

test("each sentence is found by its own words, whatever is put in", () => {
  for (const [en, zh, ru] of SENTENCES) {
    const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => `x-${name}9`);
    for (const [tongue, phrase] of [["zh", zh], ["ru", ru]] as const) {
      language.value = tongue;
      expect(spoken(filled(en)), en).toBe(filled(phrase));
    }
  }
});

test("sentences within sentences, places and agreed words are said too", () => {
  language.value = "zh";
  expect(spoken("birch-e99 is not an open event of birch")).toBe("birch-e99 不是桦木国的未结事件");
  expect(spoken("order Fire as defence_desk: this seat holds no role")).toContain("本席位担任：无角色");
  language.value = "ru";
  expect(spoken("low confidence, comes down on taroviel, velmarune; one alone")).toBe("достоверность низкая, падает на Таровиель, Вельмаруна; одна");
  expect(spoken("inject-7 is fired; clone it to give it again")).toBe("inject-7: состояние дана; чтобы дать снова, сделайте копию");
});

test("English, and what nobody knows, stays as it came", () => {
  const strange = "<b>nobody</b> said this before";
  for (const tongue of LANGUAGES) {
    language.value = tongue;
    expect(spoken(strange)).toBe(strange);
    expect(spoken("")).toBe("");
  }
  language.value = "en";
  expect(spoken("no such node")).toBe("no such node");
});

test("every nation, city and water of both worlds has a name in three languages, and no name stands for two", () => {
  const names = new Set(["world", "many", "home/seas", "many/seas"].flatMap(namesIn));
  expect(names.size).toBeGreaterThan(150);
  const missing = [...names].filter((name) => placeOf(name)?.en !== name);
  expect(missing).toEqual([]);
  for (const tongue of ["zh", "ru"] as const) {
    const said = Object.values(PLACES).map((phrase) => phrase[tongue]);
    expect(said.filter((name) => /[A-Za-z]/.test(name)), tongue).toEqual([]);
    expect(said.length - new Set(said).size, tongue).toBe(0);
  }
});

test("a place is named by its id and by its English name; an unknown id keeps its letters", () => {
  language.value = "ru";
  expect([named("birch"), labelled("Acerola Bay"), named("two-words"), labelled("birch-e1")]).toEqual(["Берёза", "Асерола-Бей", "Two Words", "birch-e1"]);
});
