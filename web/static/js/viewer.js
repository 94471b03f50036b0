// Reading a document in the panel, at a cited sentence or from its beginning.

import { readDocument } from "./api.js";
import { anchorOf, highlight, render, unhighlight } from "./document.js";
import { byId, reveal } from "./dom.js";
import * as panel from "./panel.js";

const ANCHOR = /^#(s\d+)$/;
let shown = null;
let wanted = 0;

/** Opens a citation's document at its sentence; Escape goes back to `link`. */
export async function openCitation(citation, link) {
  panel.open(link);
  for (const other of document.querySelectorAll(".citation[aria-current]")) {
    other.removeAttribute("aria-current");
  }
  link.setAttribute("aria-current", "true");
  if (!(await show(citation.document.id, citation.document.version))) return;
  const sure = shown.version === citation.document.version;
  point(sure ? anchorOf(citation.sentence.id) : sameSentence(citation), citation.quote);
}

/** Opens a document at its beginning. */
export async function openDocument(id, link) {
  panel.open(link);
  if (!(await show(id))) return;
  unhighlight(byId("document"));
  byId("panel-scroller").scrollTop = 0;
  byId("panel-scroller").focus({ preventScroll: true });
}

/** Shows the document that the page came with, at the anchor of its address. */
export function openHere(content, linkedVersion) {
  put(content);
  const goTo = () => {
    const anchor = location.hash.match(ANCHOR)?.[1];
    if (!anchor) return;
    panel.open();
    if (linkedVersion && linkedVersion !== content.version) panel.notice("document_changed");
    else point(anchor, null, "sentence_unknown");
  };
  panel.open();
  goTo();
  addEventListener("hashchange", goTo);
}

/** Shows a document without moving focus or opening the drawer, if none was asked for yet. */
export async function preview(id) {
  if (wanted === 0) await show(id);
}

/** The id of the document in view; null without one. */
export const openId = () => (panel.isShowing("document") ? (shown?.id ?? null) : null);

async function show(id, version = shown?.version) {
  const turn = ++wanted;
  if (shown?.id === id && shown.version === version) return put(shown);
  panel.notice("document_loading");
  try {
    const content = await readDocument(id);
    // A slow reply must not replace the document asked for after it.
    return turn === wanted && put(content);
  } catch {
    panel.notice("document_failed");
    return false;
  }
}

function put(content) {
  panel.notice(null);
  panel.face("document");
  if (shown !== content) {
    render(byId("document"), content);
    byId("panel-scroller").scrollTop = 0;
  }
  shown = content;
  return true;
}

// In a changed document only a sentence with the very same words, found once, is surely it.
function sameSentence(citation) {
  const same = shown.sentences.filter((one) => one.text === citation.sentence.text);
  return same.length === 1 ? anchorOf(same[0].id) : null;
}

function point(anchor, quote, otherwise = "document_changed") {
  const node = highlight(byId("document"), anchor, quote);
  if (!node) return panel.notice(otherwise);
  reveal(node, "center");
  node.focus({ preventScroll: true });
}
