// The bar below a cited sentence: the answer's other citations, and the quotation to take along.

import { byId } from "./dom.js";
import { t, translate, withValues } from "./language.js";
import { addressOf, reference } from "./reference.js";

const SHOWN = 2000;
let citation = null;
let links = [];
let rank = 0;

export function begin() {
  byId("cited-before").addEventListener("click", () => step(-1));
  byId("cited-after").addEventListener("click", () => step(1));
  byId("copy-quote").addEventListener("click", () => copy(reference(citation, location.origin)));
  byId("copy-link").addEventListener("click", () => copy(addressOf(citation, location.origin)));
}

/** Shows the bar for a citation; `link` leads to it in its answer, if it has one. */
export function show(one, link) {
  citation = one;
  links = [...(link?.closest(".reply")?.querySelectorAll(".citation") ?? [])];
  rank = links.indexOf(link);
  const place = { rank: rank + 1, count: links.length };
  byId("cited-place").dataset.t = withValues("citation_place", place);
  byId("cited-steps").hidden = links.length < 2;
  byId("cited-bar").hidden = false;
  translate(byId("cited-bar"));
}

export function hide() {
  byId("cited-bar").hidden = true;
}

/** Whether the reader is at the bar, and may want to go on from there. */
export const hasFocus = () => byId("cited-bar").contains(document.activeElement);

// Round and round: a button that ends would lose the focus.
const step = (by) => links[(rank + by + links.length) % links.length].click();

async function copy(text) {
  const note = byId("copied");
  note.textContent = t((await written(text)) ? "copied" : "not_copied");
  setTimeout(() => (note.textContent = ""), SHOWN);
}

// A page that is not served from this machine, nor over HTTPS, has no clipboard.
const written = (text) =>
  (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"))).then(
    () => true,
    () => false,
  );
