// Puts the page together.

import * as composer from "./composer.js";
import * as conversation from "./conversation.js";
import { byId, isNarrow, pageData } from "./dom.js";
import * as indexing from "./indexing.js";
import * as language from "./language.js";
import * as library from "./library.js";
import * as panel from "./panel.js";
import * as viewer from "./viewer.js";

const first = pageData("first-paint");

language.begin(pageData("strings"), language.storedLanguage() ?? document.documentElement.lang);
speak();
panel.begin();
panel.face("library");
conversation.begin(viewer.openCitation, composer.refresh, pointedAt);
composer.begin(first.question_limit, !first.document);

byId("language").addEventListener("click", () => {
  language.choose(byId("language").lang);
  speak();
  library.list();
});
byId("open-library").addEventListener("click", (event) => library.show(event.currentTarget));
byId("to-library").addEventListener("click", () => library.show(null));

if (first.document) viewer.openHere(first.document);
indexing.begin(library.load);
const rows = await library.load();
if (rows.length > 0) indexing.show();
// A lone document may as well lie open beside the conversation.
if (!first.document && rows.length === 1 && !isNarrow()) viewer.preview(rows[0].id);

// "This article" is the one that lies open.
function pointedAt(question) {
  const id = viewer.openId();
  return id && new RegExp(first.deictic, "i").test(question) ? [id] : [];
}

function speak() {
  document.documentElement.lang = language.language();
  language.translate(document);
}
