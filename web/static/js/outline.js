// The sections of the document in view.

import { byId, make, reveal } from "./dom.js";

const FEWEST = 2;

export function begin() {
  byId("open-outline").addEventListener("click", () => toggle(byId("outline").hidden));
  for (const id of ["open-outline", "outline"]) byId(id).addEventListener("keydown", onKey);
}

function onKey(event) {
  if (event.key !== "Escape" || byId("outline").hidden) return;
  event.stopPropagation(); // The panel stays open.
  toggle(false);
  byId("open-outline").focus();
}

/** Lists the sections of `article`, if it has several. */
export function fill(article) {
  const headings = [...article.querySelectorAll(".heading")];
  toggle(false);
  byId("open-outline").hidden = headings.length < FEWEST;
  byId("outline").firstElementChild.replaceChildren(...headings.map(item));
}

/** Nothing to list: the documents are in view, not one of them. */
export function hide() {
  toggle(false);
  byId("open-outline").hidden = true;
}

function toggle(open) {
  byId("outline").hidden = !open;
  byId("open-outline").setAttribute("aria-expanded", String(open));
}

function item(heading) {
  const button = make("button", "outline-item", heading.textContent);
  button.type = "button";
  button.addEventListener("click", () => {
    toggle(false);
    reveal(heading, "start");
    heading.querySelector(".sentence").focus({ preventScroll: true });
  });
  return make("li", "", button);
}
