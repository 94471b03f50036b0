// What can be done with the whole conversation: it is taken along as a file, or cleared.

import { byId, make } from "./dom.js";
import * as exporting from "./exporting.js";
import { t } from "./language.js";

const FILES = {
  "export-markdown": ["md", "text/markdown", (all) => exporting.markdown(all, location.origin, t)],
  "export-json": ["json", "application/json", exporting.json],
  "export-annotations": [
    "jsonld",
    "application/ld+json",
    (all) => exporting.annotations(all, location.origin),
  ],
};

/** `said()` gives the exchanges, `clear()` forgets them. */
export function begin(said, clear) {
  for (const [id, [ending, type, write]] of Object.entries(FILES)) {
    onChoice(id, () => download(`verbatim.${ending}`, type, write(said())));
  }
  onChoice("clear", () => byId("clearing").showModal());
  byId("clearing").addEventListener("close", ({ target }) => {
    if (target.returnValue !== "clear") return byId("open-menu").focus();
    target.returnValue = "";
    clear();
    byId("question").focus();
  });
}

/** Shows the menu's button when there is something to take along. */
export function refresh(exchanges) {
  byId("open-menu").hidden = exchanges.length === 0;
}

function onChoice(id, action) {
  byId(id).addEventListener("click", () => {
    byId("menu").hidePopover();
    action();
  });
}

function download(name, type, text) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // The browser has begun by then; without a pause some would find nothing.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
