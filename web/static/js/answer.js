// An answer of the API as elements: a quotation, a refusal, or a failure.

import { make, piece, write } from "./dom.js";
import { t, translate, withValues } from "./language.js";
import { split } from "./quote.js";
import { percent } from "./turns.js";

const LONG_QUOTE = 90;

/** The element of any answer; `open(citation, link)` is called when a citation is followed. */
export function answerElement(answer, open) {
  const made = answer.refusal ? refused(answer, open) : answered(answer, open);
  translate(made);
  return made;
}

/** The element of a request that failed. */
export function failureElement(error) {
  const made = piece("failure");
  const verdict = made.querySelector(".verdict");
  verdict.dataset.t = error.status === 0 ? "failed_network" : "failed";
  const detail = write(made, ".detail", error.detail);
  detail.lang = "en"; // The API's errors are for programs, in one language.
  detail.hidden = !error.detail;
  translate(made);
  return made;
}

function answered(answer, open) {
  const made = piece("answer");
  const hero = write(made, ".hero", answer.answer.text);
  setLanguage(hero, answer.answer.language);
  hero.classList.toggle("is-long", answer.answer.text.length > LONG_QUOTE);
  const items = answer.citations.map((one, rank) =>
    // A hero that is its whole sentence needs not be said twice.
    citationItem(one, open, answer.answer.language, rank > 0 || !isWhole(one)),
  );
  const [first, ...others] = items;
  made.querySelector(".first").append(first);
  made.querySelector(".also").hidden = others.length === 0;
  made.querySelector(".also .citations").append(...others);
  const chip = made.querySelector(".chip");
  chip.dataset.t = withValues("sure", { percent: percent(answer.confidence) });
  chip.dataset.tTitle = "sure_title";
  return made;
}

function refused(answer, open) {
  const { message, missing_terms: missing, nearest } = answer.refusal;
  const made = piece("refusal");
  write(made, ".verdict", message).lang = answer.question.language.code === "fr" ? "fr" : "en";
  made.querySelector(".missing").hidden = missing.length === 0;
  made.querySelector(".missing-label").dataset.t = "missing";
  made.querySelector(".terms").append(...missing.map((term) => make("span", "term", term)));
  made.querySelector(".near").hidden = nearest.length === 0;
  const items = nearest.map((one) => citationItem(one, open, "fr", true));
  made.querySelector(".citations").append(...items);
  return made;
}

function citationItem(citation, open, language, inContext) {
  const made = piece("citation");
  const link = made.querySelector("a");
  link.href = citation.url;
  write(link, ".marker", `[${citation.marker}]`);
  const { document: source, sentence } = citation;
  setLanguage(write(link, ".source", source.title), language);
  const place = [sentence.section, sentence.page && `p. ${sentence.page}`].filter(Boolean);
  setLanguage(write(link, ".section", place.join(" · ")), language);
  link.title = [source.title, ...place].join(" · ");
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // A new tab is asked for.
    event.preventDefault();
    open(citation, link);
  });
  const context = made.querySelector(".context");
  setLanguage(context, language);
  // A mark over the whole sentence would mark nothing.
  const quote = isWhole(citation) ? null : citation.quote;
  if (inContext) context.append(...marked(sentence.text, quote));
  else context.remove();
  return made;
}

/** A sentence's text with the quote marked in it. */
export function marked(text, quote) {
  const parts = quote && split(text, quote);
  return parts ? [parts[0], make("mark", "", parts[1]), parts[2]] : [text];
}

const isWhole = ({ sentence, quote }) => sentence.text.trim() === quote.exact.trim();

function setLanguage(node, code) {
  if (code && code !== "unknown") node.lang = code;
}
