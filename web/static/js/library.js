// The list of what is indexed.

import { listDocuments } from "./api.js";
import { byId, piece, write } from "./dom.js";
import { counted, t, translate } from "./language.js";
import * as panel from "./panel.js";
import { openDocument } from "./viewer.js";

let rows = [];

/** Fills the list, waiting for a server that is still loading; gives its rows. */
export async function load() {
  try {
    rows = await listDocuments();
  } catch (error) {
    return error.status === 503 ? later(error.retryAfter ?? 2) : failed();
  }
  list();
  return rows;
}

async function later(seconds) {
  message("library_loading");
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  return load();
}

function failed() {
  message("library_failed");
  return [];
}

/** Writes the list anew, as after a change of language. */
export function list() {
  byId("library").replaceChildren(...rows.map(item));
  if (rows.length === 0) message("library_empty");
}

function item(row) {
  const made = piece("document");
  const link = made.querySelector("a");
  link.href = row.url;
  write(made, ".library-title", row.title).lang = row.language === "unknown" ? "" : row.language;
  write(made, ".library-facts", `${row.path} · ${counted("sentences", row.sentences)}`);
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    openDocument(row.id, null);
  });
  return made;
}

function message(key) {
  const line = document.createElement("li");
  line.className = "quiet";
  line.textContent = t(key);
  line.dataset.t = key;
  byId("library").replaceChildren(line);
}

/** Shows the list in the panel. */
export function show(from) {
  panel.open(from);
  panel.notice(null);
  panel.face("library");
  byId("panel-scroller").scrollTop = 0;
  const first = byId("library").querySelector("a");
  (first ?? byId("panel-scroller")).focus();
}
