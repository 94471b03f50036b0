// The few things done to the page everywhere. Text enters it by `textContent` alone.

import { translate } from "./language.js";

export const byId = (id) => document.getElementById(id);

/** The data that the server put into the page under `id`. */
export const pageData = (id) => JSON.parse(byId(id).textContent);

/** A new copy of the template `piece-<name>`'s element, translated. */
export function piece(name) {
  const copy = byId(`piece-${name}`).content.firstElementChild.cloneNode(true);
  translate(copy);
  return copy;
}

/** Writes text into the element that `selector` finds in `root`; gives the element. */
export function write(root, selector, text) {
  const node = root.querySelector(selector);
  node.textContent = text;
  return node;
}

/** A new element with a class and children (texts or nodes). */
export function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/** Whether the panel is a drawer over the conversation, as on a phone. */
export const isNarrow = () => matchMedia("(max-width: 56rem)").matches;

/** Brings a node into view, at once for those who want no motion. */
export function reveal(node, block) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  node.scrollIntoView({ block, behavior: still ? "instant" : "smooth" });
}
