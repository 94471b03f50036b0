// Finding documents in a long list by a part of their title, author or file name.

import * as catalogue from "./catalogue.js";
import { byId } from "./dom.js";
import { t } from "./language.js";

const MANY = 8;

export function begin() {
  byId("filter").addEventListener("input", apply);
}

/** Hides the items of the list, in the order of the rows, that are not looked for. */
export function apply() {
  const rows = catalogue.all();
  byId("filter-row").hidden = rows.length <= MANY;
  const words = byId("filter-row").hidden ? "" : byId("filter").value;
  const shown = rows.map((row) => matches(row, words));
  rows.forEach((_, rank) => (byId("library").children[rank].hidden = !shown[rank]));
  byId("none-found").textContent = words && !shown.includes(true) ? t("none_found") : "";
}

/** Whether every word is found in what a row tells, whatever its case and accents. */
export function matches({ title, path, authors }, words) {
  const told = plain([title, path, ...authors].join(" "));
  return plain(words).split(/\s+/).every((word) => told.includes(word));
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
