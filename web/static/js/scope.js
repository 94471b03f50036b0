// The documents that questions are put to: all of them, unless some are picked.

import * as catalogue from "./catalogue.js";
import { byId } from "./dom.js";
import { translate, withValues } from "./language.js";

const picked = new Set();
let changed = () => {};

/** `onChange()` is told when all documents are asked again by the button at the composer. */
export function begin(onChange) {
  changed = onChange;
  byId("scope-clear").addEventListener("click", () => {
    picked.clear();
    show();
    changed();
    byId("question").focus();
  });
}

export const isPicked = (id) => picked.has(id);

/** The documents picked, `{id, title}`; none when all are meant. */
export const chosen = () =>
  catalogue.all().filter((one) => picked.has(one.id)).map(({ id, title }) => ({ id, title }));

export function pick(id, is) {
  if (is) picked.add(id);
  else picked.delete(id);
  show();
}

/** Puts the line at the composer in step, as when documents are gone. */
export function show() {
  const documents = chosen();
  byId("scope").hidden = documents.length === 0;
  if (documents.length === 0) return;
  const [{ title }] = documents;
  byId("scope-name").dataset.t =
    documents.length === 1
      ? withValues("in_document", { title })
      : withValues("in_documents", { count: documents.length });
  translate(byId("scope"));
}
