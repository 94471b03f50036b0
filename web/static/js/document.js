// A document as elements, and a sentence highlighted in it.

import { blocks } from "./blocks.js";
import { marked } from "./citation.js";
import { make } from "./dom.js";

const TAGS = { title: "h3", heading: "h4", quote: "blockquote", list_item: "li" };

/** Fills `article` with a document as the API gives it. */
export function render(article, { language, ...content }) {
  if (language === "unknown") article.removeAttribute("lang");
  else article.lang = language;
  article.replaceChildren(...inLists(blocks(content).map(blockElement)));
}

function blockElement({ kind, parts }) {
  const block = make(TAGS[kind] ?? "p", `block ${kind}`);
  for (const { sentence, gap } of parts) block.append(gap, sentenceElement(sentence));
  return block;
}

function sentenceElement({ id, text }) {
  const node = make("span", "sentence", text);
  // Not an `id`: the browser would go there by itself, even where the link is out of date.
  node.dataset.anchor = anchorOf(id);
  node.tabIndex = -1;
  return node;
}

/** The part of a sentence's id that is its anchor on the document's page. */
export const anchorOf = (sentenceId) => sentenceId.slice(sentenceId.lastIndexOf(":") + 1);

// Items that follow each other share a list, as HTML wants it.
function inLists(elements) {
  const whole = [];
  for (const element of elements) {
    if (element.tagName !== "LI") whole.push(element);
    else if (whole.at(-1)?.tagName === "UL") whole.at(-1).append(element);
    else whole.push(make("ul", "list", element));
  }
  return whole;
}

/** Highlights a sentence, and the quote in it if one is given; gives its element, or null. */
export function highlight(article, anchor, quote = null) {
  unhighlight(article);
  const node = sentenceAt(article, anchor);
  if (!node) return null;
  node.replaceChildren(...marked(node.textContent, quote));
  node.classList.add("is-cited");
  return node;
}

const sentenceAt = (article, anchor) =>
  [...article.querySelectorAll(".sentence")].find((node) => node.dataset.anchor === anchor) ?? null;

export function unhighlight(article) {
  for (const node of article.querySelectorAll(".is-cited")) {
    node.classList.remove("is-cited");
    node.replaceChildren(node.textContent);
  }
}
