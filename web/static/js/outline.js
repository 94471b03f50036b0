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

function toggle(open) {
  if (open) mark();
  byId("outline").hidden = !open;
  byId("open-outline").setAttribute("aria-expanded", String(open));
}

// The section that is being read: the last that begins above the middle of what is in view.
function mark() {
  const { top, height } = byId("panel-scroller").getBoundingClientRect();
  const headings = [...byId("document").querySelectorAll(".heading")];
  const above = headings.filter((one) => one.getBoundingClientRect().top < top + height / 2);
  byId("outline").querySelectorAll(".outline-item").forEach((one, rank) => {
    if (rank === above.length - 1) one.setAttribute("aria-current", "location");
    else one.removeAttribute("aria-current");
  });
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
