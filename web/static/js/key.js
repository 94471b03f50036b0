// The key that some servers want, asked of the reader once.

import { begin as beginApi } from "./api.js";
import { byId } from "./dom.js";
import { recall, retain } from "./memory.js";

const STORED = "verbatim-key";

/** Gives the API the key that this browser keeps, and asks for one when it is wanted. */
export function begin() {
  beginApi(recall(STORED), ask);
  byId("key-dialog").addEventListener("close", ({ target }) => {
    const key = byId("key").value.trim();
    if (target.returnValue !== "use" || !key) return;
    retain(STORED, key);
    location.reload(); // Everything that was refused is asked for anew.
  });
}

function ask() {
  if (!byId("key-dialog").open) byId("key-dialog").showModal();
}
