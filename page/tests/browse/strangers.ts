import type { Page } from "playwright-core";

/** Words that are the same in every language: the exercise's own, and names of things. */
const SAME = ["EXERCISE", "STARTEX", "ENDEX", "NO DUFF", "DUFF", "Tocsin", "English", "WebGL", "CesiumJS", "Tab", "Enter", "Esc", "MSEL", "SHA"];
/** Where codes, keys, examples of a language for machines, and what people wrote stand. */
const SET_APART = "code, kbd, [dir=auto], [lang=en], .field-hint, script, style";

/** Return the visible texts, and the names and hints of what is there, that hold an English word which names nothing. */
export function strangersIn(page: Page): Promise<string[]> {
  return page.evaluate(
    ([same, apart]) => {
      // date-time groups are the same everywhere
      const isStrange = (text: string): boolean =>
        (text.replace(/\d{6}[A-Z] [A-Z]{3} \d{2}/g, "").match(/[A-Za-z0-9_./:'-]+/g) ?? []).some((word) => /^[A-Za-z]{3,}[.:']*$/.test(word) && !same.includes(word.replace(/[.:']+$/, "")));
      const found = new Set<string>();
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
        const element = node instanceof Element ? node : node.parentElement;
        if (element === null || element.closest(apart) !== null || !element.checkVisibility()) continue;
        const texts = node instanceof Element ? ["aria-label", "placeholder"].map((name) => node.getAttribute(name) ?? "") : [node.textContent ?? ""];
        for (const text of texts) if (isStrange(text)) found.add(`<${element.tagName.toLowerCase()} class="${element.className}"> ${text.trim().slice(0, 120)}`);
      }
      return [...found];
    },
    [SAME, SET_APART] as const,
  );
}
