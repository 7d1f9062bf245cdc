"use strict";
// The knowledge cursor: picks, for one time, what every stream of every node held.  The texts were made by Tocsin.
(() => {
  const drawing = document.getElementById("story");
  const source = document.querySelector(".story-data");
  const panel = document.querySelector(".known");
  if (!drawing || !source || !panel) return;
  const data = JSON.parse(source.textContent);
  const of = (name) => Number(drawing.dataset[name]);
  const [left, right, from, to, zero] = ["left", "right", "from", "to", "zero"].map(of);
  const line = document.getElementById("cursor");
  const LAST_TOLD = 4;

  const make = (tag, text, parent) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  };
  const clock = (ms) => {
    const seconds = Math.round(Math.abs(ms) / 1000);
    const sign = ms < 0 && seconds ? "\u2212" : "";
    return `${sign}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  const upTo = (changes, time) => {  // how many changes have come by a time: they are in order
    let low = 0, high = changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (changes[middle][0] <= time) low = middle + 1; else high = middle;
    }
    return low;
  };
  const readers = {
    newest: (changes, count) => (count && changes[count - 1][2] ? [[changes[count - 1][2], -1]] : []),
    kept: (changes, count) => {
      const held = new Map();
      for (const [time, key, text] of changes.slice(0, count)) {
        if (text) held.set(key, [text, time]); else held.delete(key);
      }
      return [...held.values()];
    },
    told: (changes, count) => {
      const last = changes.slice(Math.max(0, count - LAST_TOLD), count).reverse().map(([time, , text]) => [text, time]);
      if (count > LAST_TOLD) last.push([`and ${count - LAST_TOLD} before`, -1]);
      return last;
    },
    counted: (changes, count) => (count ? [[count.toLocaleString("en"), -1]] : []),
  };

  const bar = make("div");
  bar.className = "at";
  drawing.parentElement.before(bar);
  const back = make("button", "\u2039", bar);
  back.type = "button";
  back.setAttribute("aria-label", "Earlier key moment");
  const slider = make("input", "", bar);
  Object.assign(slider, { type: "range", min: from, max: to, step: data.step, value: from });
  slider.setAttribute("aria-label", "Exercise time");
  const on = make("button", "\u203a", bar);
  on.type = "button";
  on.setAttribute("aria-label", "Later key moment");
  const told = make("output", "", bar);
  const nodes = make("div", "", panel);
  nodes.className = "nodes";
  const places = data.nodes.map((node) => {
    const box = make("section", "", nodes);
    make("h4", node.name === "Truth" ? "Truth" : `${node.name} knew`, box).style.color = node.ink;
    const list = make("dl", "", box);
    return node.streams.map((stream) => {
      make("dt", stream.name, list);
      return { stream, place: make("dd", "", list) };
    });
  }).flat();

  const FRESH_MS = 10000;  // what came within it before the cursor stands out
  const show = (time) => {
    const at = Math.min(to, Math.max(from, time));
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", clock(at));
    told.textContent = `${clock(at)} `;
    make("small", data.hasLaunch ? `${clock(at - zero)} after the first lift-off` : "exercise time", told);
    const x = left + ((at - from) / (to - from)) * (right - left);
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
    for (const { stream, place } of places) {
      const found = readers[stream.how](stream.changes, upTo(stream.changes, at));
      place.replaceChildren();
      if (!found.length) make("div", stream.empty, place).className = "faint";
      for (const [text, since] of found) {
        const entry = make("div", text, place);
        if (since >= 0 && at - since < FRESH_MS) entry.className = "new";
      }
    }
  };

  const now = () => Number(slider.value);
  const step = (way) => {
    const others = way > 0 ? data.moments.filter((t) => t > now()) : data.moments.filter((t) => t < now()).reverse();
    show(others.length ? others[0] : way > 0 ? to : from);
  };
  const fromPointer = (event) => {
    const box = drawing.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * drawing.viewBox.baseVal.width;
    const time = from + ((x - left) / (right - left)) * (to - from);
    show(Math.round(time / data.step) * data.step);
  };
  slider.addEventListener("input", () => show(now()));
  back.addEventListener("click", () => step(-1));
  on.addEventListener("click", () => step(1));
  drawing.addEventListener("pointerdown", fromPointer);
  drawing.addEventListener("pointermove", (event) => { if (event.buttons) fromPointer(event); });
  panel.hidden = false;
  line.setAttribute("visibility", "visible");
  show(data.moments.length ? data.moments[Math.floor(data.moments.length / 3)] : from);
})();
