// The size of a document's text: one of three, remembered.

import { byId } from "./dom.js";
import { recall, retain } from "./memory.js";

const STORED = "verbatim-text-size";

const buttons = () => [...byId("sizes").querySelectorAll("button")];

export function begin() {
  for (const button of buttons()) {
    button.addEventListener("click", () => {
      retain(STORED, button.value);
      choose(button.value);
    });
  }
  choose(recall(STORED));
}

function choose(size) {
  const known = buttons().some((one) => one.value === size);
  byId("document").dataset.size = known ? size : "text_medium";
  for (const one of buttons()) {
    one.setAttribute("aria-pressed", String(one.value === byId("document").dataset.size));
  }
}
