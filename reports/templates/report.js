"use strict";
// Everything that comes from a system under test is written as text nodes, never as markup.
(() => {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const make = (tag, name, ...children) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  };
  const words = (identifier) => identifier.replaceAll("_", " ");

  // Filters ------------------------------------------------------------------------------------
  const form = document.getElementById("case-filter");
  const cases = all(".case").map((element) => ({ element, data: element.dataset, text: element.textContent.toLowerCase() }));
  const wanted = (item, fields, terms) =>
    ["version", "role"].every((name) => !fields[name] || item.data[name] === fields[name]) &&
    (!fields.block || item.data.block === fields.block) &&
    (!fields.verdict || (fields.verdict === "run" ? item.data.verdict !== "untested" : item.data.verdict === fields.verdict)) &&
    terms.every((term) => item.text.includes(term));
  const termsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
  const filterCases = () => {
    const fields = Object.fromEntries(new FormData(form));
    const terms = termsOf(fields.text);
    let shown = 0;
    for (const item of cases) {
      const fits = wanted(item, fields, terms);
      item.element.hidden = !fits;
      shown += fits;
    }
    document.getElementById("case-count").textContent = `${shown} of ${cases.length} cases shown`;
  };
  // Not every driver of a browser sends both events for a choice.
  for (const event of ["input", "change"]) form.addEventListener(event, filterCases);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filterCases));
  for (const tile of all("[data-show]")) {
    tile.addEventListener("click", () => {
      form.reset();
      form.elements.verdict.value = tile.dataset.show;
      filterCases();
      document.getElementById("cases").scrollIntoView();
      form.elements.verdict.focus({ preventScroll: true });
    });
  }
  for (const filter of all("[data-filters]")) {
    const rows = all("tbody tr", document.getElementById(filter.dataset.filters));
    filter.addEventListener("submit", (event) => event.preventDefault());
    const filterRows = () => {
      const fields = Object.fromEntries(new FormData(filter));
      const terms = termsOf(fields.text);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = (fields.status && row.dataset.status !== fields.status) || !terms.every((term) => text.includes(term));
      }
    };
    for (const event of ["input", "change"]) filter.addEventListener(event, filterRows);
  }

  // Details of a case --------------------------------------------------------------------------
  let unpacked;
  const details = () => (unpacked ??= (async () => {
    const packed = atob(document.getElementById("details").textContent);
    const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  })());

  // Indents JSON text without reading its values, so that 1.0 stays 1.0 and broken text stays visible.
  const indent = (text) => {
    let out = "", depth = 0, quoted = false;
    // The array around every frame stays on one line, what is in it goes down.
    const frame = /^\s*\[/.test(text) ? 1 : 0;
    const fresh = () => (depth > frame ? "\n" + "  ".repeat(depth - frame) : depth < frame ? "" : "\n");
    for (let i = 0; i < text.length; i += 1) {
      const c = text[i];
      if (quoted) {
        out += c;
        if (c === "\\" && i + 1 < text.length) out += text[(i += 1)];
        else if (c === '"') quoted = false;
      } else if (c === '"') { quoted = true; out += c; }
      else if (c === "{" || c === "[") {
        const rest = /^\s*[}\]]/.exec(text.slice(i + 1, i + 50));
        if (rest) { out += c + rest[0].trim(); i += rest[0].length; }
        else { depth += 1; out += c + (depth > frame ? fresh() : ""); }
      } else if (c === "}" || c === "]") { depth -= 1; out += fresh() + c; }
      else if (c === ",") out += c + (depth > frame ? fresh() : " ");
      else if (c === ":") out += ": ";
      else if (!/\s/.test(c)) out += c;
    }
    return out;
  };

  const steps = (list) => make("ol", "steps", ...list.map(([keyword, name, status]) =>
    make("li", "", make("span", `badge ${status}`, words(status)), make("span", "word", keyword), make("span", "", name))));

  const checks = (list) => {
    const head = ["Result", "Requirement", "Message", "What", "Expected", "Actual", "Record"].map((title) => {
      const cell = make("th", "", title);
      cell.scope = "col";
      return cell;
    });
    const brokenFirst = [...list].sort((one, other) => one[0] - other[0]);
    const rows = brokenFirst.map(([held, requirement, action, subject, expected, actual, seq]) =>
      make("tr", held ? "" : "broken",
        make("td", "", make("span", `badge ${held ? "passed" : "failed"}`, held ? "held" : "failed")),
        ...[requirement, action, subject, expected, actual, seq === null ? "none" : String(seq)].map((text) => make("td", "", text))));
    return make("div", "scroll", make("table", "checks", make("thead", "", make("tr", "", ...head)), make("tbody", "", ...rows)));
  };

  const mark = (record) => make("div", `mark ${record.kind}`,
    make("span", "seq", String(record.seq)), make("time", "at", record.at.slice(11, -1)),
    make("span", "kind", words(record.kind)), make("span", "told", record.data));

  const frame = (record, peer, failing) => {
    const preview = record.text.replace(/^\s*\[\s*\d+\s*,\s*"[^"]*"\s*,\s*("[A-Za-z0-9]*"\s*,\s*)?/, "").replace(/\]\s*$/, "");
    const name = record.frame ?? "unreadable";
    const element = make("details", `record ${record.to} ${failing ? "failing" : ""}`,
      make("summary", "", make("span", "seq", String(record.seq)), make("time", "at", record.at.slice(11, -1)),
        make("span", "way", record.to === "in" ? `\u2190 ${peer}` : `\u2192 ${peer}`),
        make("span", "frame", name), make("span", "action", record.action), make("span", "preview", preview.slice(0, 200))));
    if (record.problem) element.append(make("p", "problem", record.problem));
    element.append(make("pre", "", indent(record.text)));
    element.open = failing;
    return element;
  };

  const sequence = (found, peer) => {
    const failing = new Set(found.failing);
    const list = make("div", "sequence");
    let shown = 0;
    const gap = (count) => make("p", "gap", `${count} records left out here; the trace file has them`);
    for (const record of found.trace) {
      if (record.gap) list.append(gap(record.gap));
      shown += 1 + (record.gap ?? 0);
      list.append(record.kind === "text" ? frame(record, peer, failing.has(record.seq)) : mark(record));
    }
    if (shown < found.records) list.append(gap(found.records - shown));
    return list;
  };

  const traceTitle = (list) => {
    const button = make("button", "plain", "Open all messages");
    button.type = "button";
    button.addEventListener("click", () => {
      const records = all(".record", list);
      const open = records.some((record) => !record.open);
      for (const record of records) record.open = open;
      button.textContent = open ? "Close all messages" : "Open all messages";
    });
    return make("h4", "", button, "Messages, as the harness saw them");
  };

  const fill = async (element) => {
    if (element.dataset.filled) return;
    element.dataset.filled = "yes";
    const body = element.querySelector(".body");
    try {
      const found = (await details())[element.dataset.case];
      if (!found) return;
      if (found.steps.length) body.append(make("h4", "", "Steps"), steps(found.steps));
      if (found.checks.length) body.append(make("h4", "", "Checks"), checks(found.checks));
      if (found.problem) body.append(make("p", "notice", found.problem));
      if (found.records) {
        const list = sequence(found, element.dataset.role === "csms" ? "CSMS" : "station");
        body.append(traceTitle(list), list);
      }
    } catch (error) {
      body.append(make("p", "notice", `The details cannot be unpacked by this browser (${error}). The trace file has them.`));
    } finally {
      element.dataset.filled = "done";
    }
  };
  for (const { element } of cases) {
    element.addEventListener("toggle", () => { if (element.open) fill(element); });
  }

  // Links to a case open it, whatever the filter says.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.classList.contains("case")) return;
    if (target.hidden) {
      form.reset();
      form.elements.verdict.value = "";
      filterCases();
    }
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  filterCases();
  reveal();
})();
