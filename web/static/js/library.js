// The list of what is indexed, and what of it is to be asked.

import * as catalogue from "./catalogue.js";
import { onFollow, setLanguage } from "./citation.js";
import { byId, make, piece, write } from "./dom.js";
import * as filter from "./filter.js";
import { counted, translate, withValues } from "./language.js";
import * as panel from "./panel.js";
import { waitingText } from "./patience.js";
import * as scope from "./scope.js";
import { openDocument } from "./viewer.js";

/** Fills the list, waiting for a server that wants it; gives its rows, else those of before. */
export async function load() {
  try {
    const rows = await catalogue.load((error) => instead(waitingText(error)));
    list();
    scope.show();
    return rows;
  } catch (error) {
    if (error.status === undefined) throw error;
    instead("library_failed");
    return catalogue.all();
  }
}

/** Writes the list anew, as after a change of language. */
export function list() {
  const rows = catalogue.all();
  byId("library").replaceChildren(...rows.map(item));
  byId("pick-hint").hidden = rows.length < 2;
  filter.apply();
  if (rows.length === 0) message("library_empty");
}

function item(row) {
  const made = piece("document");
  const link = made.querySelector("a");
  link.href = row.url;
  setLanguage(write(made, ".library-title", row.title), row.language);
  write(made, ".library-facts", `${row.path} · ${counted("sentences", row.sentences)}`);
  onFollow(link, () => openDocument(row.id, null));
  picker(made.querySelector(".pick"), row);
  translate(made);
  return made;
}

function picker(box, { id, title }) {
  // One document needs no choice.
  if (catalogue.all().length < 2) return box.remove();
  box.dataset.tLabel = withValues("pick", { title });
  box.checked = scope.isPicked(id);
  box.addEventListener("change", () => scope.pick(id, box.checked));
}

// A list that is there already says more.
function instead(key) {
  if (catalogue.all().length === 0) message(key);
}

function message(key) {
  const line = make("li", "quiet");
  line.dataset.t = key;
  byId("library").replaceChildren(line);
  translate(byId("library"));
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
