// The panel beside the conversation: a column on a desk, a drawer on a phone.

import { byId, isNarrow } from "./dom.js";
import { translate } from "./language.js";

let origin = null;

export function begin() {
  byId("close-panel").addEventListener("click", leave);
  byId("veil").addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isInside()) leave();
  });
  matchMedia("(max-width: 56rem)").addEventListener("change", settle);
}

// Escape elsewhere is none of the panel's business.
const isInside = () =>
  byId("panel").contains(document.activeElement) || (isNarrow() && isOpen());

const isOpen = () => document.body.classList.contains("panel-open");

/** Opens the panel for `from`, the element that focus goes back to. */
export function open(from) {
  origin = from ?? origin;
  document.body.classList.add("panel-open");
  settle();
}

/** Gives focus back to where the reader came from; a drawer closes. */
export function leave() {
  document.body.classList.remove("panel-open");
  settle();
  const back = origin?.isConnected ? origin : byId("question");
  origin = null;
  back.focus({ preventScroll: !isNarrow() });
}

// What lies under the drawer must not be reached, nor the drawer while it is shut.
function settle() {
  const opened = isOpen();
  const drawer = isNarrow();
  const panel = byId("panel");
  byId("veil").hidden = !(drawer && opened);
  byId("open-library").setAttribute("aria-expanded", String(opened));
  for (const node of [byId("chat"), document.querySelector(".top")]) node.inert = drawer && opened;
  panel.inert = drawer && !opened;
  panel.setAttribute("role", drawer ? "dialog" : "complementary");
  if (drawer) panel.setAttribute("aria-modal", "true");
  else panel.removeAttribute("aria-modal");
}

/** A message at the head of the panel; none without a key. */
export function notice(key) {
  const node = byId("panel-notice");
  node.hidden = !key;
  if (!key) return;
  node.dataset.t = key;
  translate(node.parentElement);
}

/** Whether a face of the panel is in view: a drawer that is shut shows nothing. */
export const isShowing = (which) => !byId(which).hidden && (!isNarrow() || isOpen());

/** Shows the list of documents, or the document. */
export function face(which) {
  const reading = which === "document";
  byId("document").hidden = !reading;
  byId("shelf").hidden = reading;
  byId("to-library").hidden = !reading;
  byId("tools").hidden = !reading;
  if (!reading) for (const id of ["outline", "cited-bar"]) byId(id).hidden = true;
  byId("panel-name").classList.toggle("unseen", reading);
}
