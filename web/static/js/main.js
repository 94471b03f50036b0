// Puts the page together.

import * as catalogue from "./catalogue.js";
import * as cited from "./cited.js";
import * as composer from "./composer.js";
import * as conversation from "./conversation.js";
import { byId, isNarrow, pageData } from "./dom.js";
import * as filter from "./filter.js";
import * as indexing from "./indexing.js";
import * as key from "./key.js";
import * as language from "./language.js";
import * as library from "./library.js";
import * as menu from "./menu.js";
import * as outline from "./outline.js";
import * as panel from "./panel.js";
import * as scope from "./scope.js";
import * as sizes from "./sizes.js";
import { suggestionElements } from "./suggestions.js";
import * as viewer from "./viewer.js";

const first = pageData("first-paint");

language.begin(pageData("strings"), language.storedLanguage() ?? document.documentElement.lang);
speak();
for (const part of [key, panel, cited, outline, sizes, filter]) part.begin();
panel.face("library");
scope.begin(library.list);
conversation.begin(viewer.openCitation, refresh, meantBy);
composer.begin(first.question_limit, !first.document);
menu.begin(conversation.said, conversation.clear);
refresh();

byId("language").addEventListener("click", () => {
  language.choose(byId("language").lang);
  speak();
  library.list();
});
byId("open-library").addEventListener("click", (event) => library.show(event.currentTarget));
byId("to-library").addEventListener("click", () => library.show(null));

if (first.document) viewer.openHere(first.document);
else if (first.linked) viewer.openLinked(first.linked);
indexing.begin(load, first.upload_limit);
const rows = await load();
if (rows.length > 0) indexing.show().catch(() => {}); // Nothing is told of it, then.
// A lone document may as well lie open beside the conversation.
if (!first.document && !first.linked && rows.length === 1 && !isNarrow()) viewer.preview(rows[0].id);

async function load() {
  const found = await library.load();
  byId("suggested").replaceChildren(...suggestionElements([], conversation.put));
  refresh();
  return found;
}

function refresh() {
  composer.refresh();
  menu.refresh(conversation.said());
  // One question at a time.
  for (const one of document.querySelectorAll(".again, .example")) {
    one.disabled = conversation.isBusy();
  }
}

// "This article" is the one that lies open, unless others are picked.
function meantBy(question) {
  const picked = scope.chosen();
  const open = catalogue.row(viewer.openId());
  const pointed = open && new RegExp(first.deictic, "i").test(question);
  if (!pointed || (picked.length > 0 && !scope.isPicked(open.id))) return picked;
  return [{ id: open.id, title: open.title }];
}

function speak() {
  document.documentElement.lang = language.language();
  language.translate(document);
}
