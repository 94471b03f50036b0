// The texts of the interface in the language in use, and the page put into it.

import { recall, retain } from "./memory.js";

const STORED = "verbatim-language";
let texts = {};
let chosen = "en";

/** Takes all strings (`{fr: {…}, en: {…}}`) and the language to begin with. */
export function begin(strings, language) {
  texts = strings;
  chosen = language in strings ? language : Object.keys(strings)[0];
}

export const language = () => chosen;

/** The text `key`, with `{name}` replaced by `values.name`. */
export function t(key, values = {}) {
  const text = texts[chosen]?.[key];
  if (text === undefined) throw new Error(`no text ${key} in ${chosen}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** A text for a count: `key_one` or `key_many`. */
export const counted = (key, count) =>
  t(count === 1 ? `${key}_one` : `${key}_many`, { count: count.toLocaleString(chosen) });

/** Writes every text that `root` asks for by `data-t…`. */
export function translate(root) {
  const put = (name, write) => {
    for (const node of root.querySelectorAll(`[data-${name}]`)) {
      const { key, values } = wanted(node.getAttribute(`data-${name}`));
      write(node, t(key, values));
    }
  };
  put("t", (node, text) => (node.textContent = text));
  put("t-label", (node, text) => node.setAttribute("aria-label", text));
  put("t-title", (node, text) => (node.title = text));
  put("t-placeholder", (node, text) => (node.placeholder = text));
  put("t-lang", (node, text) => (node.lang = text));
}

/** The `data-t` value of a text with values in it. */
export const withValues = (key, values) => JSON.stringify({ key, values });

const wanted = (attribute) =>
  attribute.startsWith("{") ? JSON.parse(attribute) : { key: attribute, values: {} };

/** The user's earlier choice, if this browser keeps one. */
export const storedLanguage = () => recall(STORED);

/** Changes the language, for now and for later visits. */
export function choose(next) {
  chosen = next;
  retain(STORED, next);
}
