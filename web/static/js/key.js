// The key that some servers want, asked of the reader once.

import { begin as beginApi } from "./api.js";
import { byId } from "./dom.js";
import { translate } from "./language.js";
import { recall, retain } from "./memory.js";

const STORED = "verbatim-key";
const SENDABLE = /^[\x21-\x7e]+$/; // A header holds nothing else.

/** Gives the API the key that this browser keeps, and asks for one when it is wanted. */
export function begin() {
  const kept = recall(STORED);
  const key = kept && SENDABLE.test(kept) ? kept : null;
  beginApi(key, () => ask(key && "key_refused"));
  byId("key-dialog").addEventListener("close", ({ target }) => {
    if (target.returnValue === "use") use(byId("key").value.trim());
  });
}

function use(key) {
  if (!SENDABLE.test(key)) return ask("key_unusable");
  retain(STORED, key);
  location.reload(); // Everything that was refused is asked for anew.
}

// `why` tells what is wrong with the key given before.
function ask(why) {
  const note = byId("key-note");
  note.hidden = !why;
  if (why) note.dataset.t = why;
  translate(note.parentElement);
  if (!byId("key-dialog").open) byId("key-dialog").showModal();
}
