// Questions to begin with. Only those that a document answers by what it says of itself, and put to
// that document alone: what it is about, and who wrote it and when if it says so.

import * as catalogue from "./catalogue.js";
import { setLanguage } from "./citation.js";
import { byId, make, piece, write } from "./dom.js";
import { translate } from "./language.js";

const DOCUMENTS = 3;

/** The elements of the suggestions; `put(question, documents)` asks. */
export function suggestionElements(ids, put) {
  const asked = ids.map(catalogue.row).filter(Boolean);
  const rows = asked.length > 0 ? asked : catalogue.all();
  return rows.slice(0, DOCUMENTS).map((row) => group(row, put));
}

/** The questions that a document answers, as keys of texts. */
export const questionsOf = ({ authors, date }) => [
  "suggest_about",
  ...(authors.length > 0 ? ["suggest_author"] : []),
  ...(date ? ["suggest_date"] : []),
];

function group(row, put) {
  const made = piece("suggestions");
  setLanguage(write(made, ".suggested-title", row.title), row.language);
  const buttons = questionsOf(row).map((key) => button(key, row, put));
  made.querySelector(".examples").append(...buttons.map((one) => make("li", "", one)));
  translate(made);
  return made;
}

function button(key, { id, title }, put) {
  const made = make("button", "example");
  made.type = "button";
  made.dataset.t = key;
  made.addEventListener("click", () => {
    byId("question").focus(); // The button cannot keep it while the question is under way.
    put(made.textContent, [{ id, title }]);
  });
  return made;
}
