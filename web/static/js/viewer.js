// Reading a document in the panel, at a cited sentence or from its beginning.

import { readDocument } from "./api.js";
import * as cited from "./cited.js";
import { anchorOf, highlight, render, unhighlight } from "./document.js";
import { byId, reveal } from "./dom.js";
import * as outline from "./outline.js";
import * as panel from "./panel.js";

const NOTICES = { previous: "document_previous", changed: "document_changed" };
const UNQUOTED = { previous: "document_previous", changed: "document_newer", gone: "document_newer" };
const PATIENCE = 400;
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
  const { id, version } = citation.document;
  if (!(await show(id, { v: version, ...selector(citation.quote) }))) return;
  cited.show(citation, link);
  goTo(anchorOf(citation.sentence.id), citation.quote);
}

/** Opens a document at its beginning. */
export async function openDocument(id, link) {
  panel.open(link);
  if (!(await show(id))) return;
  cited.hide();
  unhighlight(byId("document"));
  byId("panel-scroller").scrollTop = 0;
  byId("panel-scroller").focus({ preventScroll: true });
}

/** Shows the document that the page came with, at the anchor of its address. */
export function openHere(content) {
  document.title = `${content.title} — Verbatim`;
  put(content);
  const follow = () => {
    const anchor = location.hash.match(ANCHOR)?.[1];
    if (!anchor) return panel.notice(UNQUOTED[content.cited?.state] ?? null);
    panel.open();
    const quote = content.cited?.quote ?? null;
    if (quote) cited.show(citationOf(content, quote), null);
    goTo(anchor, quote);
  };
  panel.open();
  follow();
  addEventListener("hashchange", follow);
}

/** The same for a page that came without its document: it is asked for as the address says. */
export async function openLinked(id) {
  panel.open();
  const pin = Object.fromEntries(new URLSearchParams(location.search));
  if (await show(id, pin.v ? pin : null)) openHere(shown);
}

// The citation that a link from elsewhere leads to.
function citationOf(content, quote) {
  const sentence = content.sentences.find((one) => one.id === content.cited.sentence);
  return { document: content, sentence, quote, url: location.href };
}

/** Shows a document without moving focus or opening the drawer, if none was asked for yet. */
export async function preview(id) {
  if (wanted === 0) await show(id);
}

/** The id of the document in view; null without one. */
export const openId = () => (panel.isShowing("document") ? (shown?.id ?? null) : null);

async function show(id, pin = null) {
  const turn = ++wanted;
  // Told when it takes long: a line that comes and goes at once would make the page jump.
  const slow = setTimeout(() => turn === wanted && panel.notice("document_loading"), PATIENCE);
  try {
    const content = await readDocument(id, pin);
    // A slow reply must not replace the document asked for after it.
    return turn === wanted && put(content);
  } catch (error) {
    if (turn !== wanted) return false;
    cited.hide();
    panel.notice(error.status === 404 ? "document_gone" : "document_failed");
    return false;
  } finally {
    clearTimeout(slow);
  }
}

function put(content) {
  panel.notice(null);
  panel.face("document");
  if (shown?.id !== content.id || shown.version !== content.version) {
    render(byId("document"), content);
    outline.fill(byId("document"));
    byId("panel-scroller").scrollTop = 0;
  } else unhighlight(byId("document"));
  shown = content;
  return true;
}

// In the version cited, the sentence is the one with its number; in a later one, the one where the
// server has found the quote again, if it has.
function goTo(anchor, quote) {
  const { state, sentence, quote: now } = shown.cited ?? { state: "current" };
  panel.notice(NOTICES[state] ?? null);
  if (state === "current" || state === "previous") return point(anchor, quote);
  if (sentence) return point(anchorOf(sentence), now);
  panel.notice("quote_gone");
}

function point(anchor, quote) {
  const node = highlight(byId("document"), anchor, quote);
  if (!node) return panel.notice("sentence_unknown");
  reveal(node, "center");
  if (!cited.hasFocus()) node.focus({ preventScroll: true });
}

const selector = ({ exact, prefix, suffix }) => ({ exact, prefix, suffix });
