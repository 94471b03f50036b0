// An answer of the API as elements: a quotation, a refusal, or a failure.

import { citationItem, isWhole, setLanguage } from "./citation.js";
import { make, piece, write } from "./dom.js";
import { failureText } from "./failures.js";
import { translate, withValues } from "./language.js";
import { percent } from "./turns.js";

const LONG_QUOTE = 90;

/** The element of any answer; `open(citation, link)` is called when a citation is followed. */
export function answerElement(answer, open) {
  const made = answer.refusal ? refused(answer, open) : answered(answer, open);
  translate(made);
  return made;
}

/** The element of a request that failed or was stopped; `came` is what had come till then. */
export function failureElement(error, came) {
  const made = piece("failure");
  const verdict = failureText(error);
  made.querySelector(".verdict").dataset.t = verdict ?? "failed";
  made.classList.toggle("is-stopped", error.code === "stopped");
  write(made, ".detail", error.detail).hidden = Boolean(verdict);
  made.querySelector(".came").hidden = !came;
  if (came) fillCame(made.querySelector(".came"), came);
  translate(made);
  return made;
}

function fillCame(node, { key, list }) {
  node.querySelector(".near-label").dataset.t = key;
  node.append(list);
}

function answered(answer, open) {
  const made = piece("answer");
  const hero = write(made, ".hero", answer.answer.text);
  setLanguage(hero, answer.answer.language);
  hero.classList.toggle("is-long", answer.answer.text.length > LONG_QUOTE);
  const items = answer.citations.map((one, rank) =>
    // A hero that is its whole sentence needs not be said twice.
    citationItem(one, open, rank > 0 || !isWhole(one)),
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
  const items = nearest.map((one) => citationItem(one, open));
  made.querySelector(".near .citations").append(...items);
  return made;
}
