// A citation as an element: a link to the sentence, and the sentence with the quote marked in it.

import { make, piece, write } from "./dom.js";
import { placeOf } from "./reference.js";
import { split } from "./quote.js";

/** `open(citation, link)` is called when the link is followed; `inContext` shows the sentence. */
export function citationItem(citation, open, inContext = true) {
  const made = piece("citation");
  fillLink(made.querySelector("a"), citation, open);
  const context = made.querySelector(".context");
  setLanguage(context, citation.document.language);
  // A mark over the whole sentence would mark nothing.
  const quote = isWhole(citation) ? null : citation.quote;
  if (inContext) context.append(...marked(citation.sentence.text, quote));
  else context.remove();
  return made;
}

function fillLink(link, citation, open) {
  const { title, language } = citation.document;
  const place = placeOf(citation);
  link.href = citation.url;
  write(link, ".marker", `[${citation.marker}]`);
  setLanguage(write(link, ".source", title), language);
  setLanguage(write(link, ".section", place.join(" · ")), language);
  link.title = [title, ...place].join(" · ");
  onFollow(link, () => open(citation, link));
}

/** Calls `action` when a link is followed here; one asked for in a new tab goes its way. */
export function onFollow(link, action) {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    action();
  });
}

/** A sentence's text with the quote marked in it. */
export function marked(text, quote) {
  const parts = quote && split(text, quote);
  return parts ? [parts[0], make("mark", "", parts[1]), parts[2]] : [text];
}

/** Whether the quote is its whole sentence. */
export const isWhole = ({ sentence, quote }) => sentence.text.trim() === quote.exact.trim();

export function setLanguage(node, code) {
  if (code && code !== "unknown") node.lang = code;
}
