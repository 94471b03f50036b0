// One question in the log, with what it was put to, how it was understood, and its reply.

import { byId, piece, reveal, write } from "./dom.js";
import { translate, withValues } from "./language.js";

/** A new entry at the end of the log. */
export function add({ question, documents }) {
  byId("greeting").hidden = true;
  const entry = piece("entry");
  write(entry, ".question", question);
  tell(entry.querySelector(".put-to"), putTo(documents));
  byId("log").append(entry);
  return entry;
}

/** Lets `fill` put many entries into the log, which are not read out one by one. */
export function silently(fill) {
  const log = byId("log");
  log.setAttribute("aria-live", "off");
  fill();
  // Not smoothly: a page that opens stands where it was left.
  log.lastElementChild?.scrollIntoView({ block: "start", behavior: "instant" });
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
}

export function clear() {
  for (const entry of byId("log").querySelectorAll(".entry")) entry.remove();
  byId("greeting").hidden = false;
}

/** Shows how the question was understood, when that is not how it was asked. */
export function understood(entry, { text, standalone }) {
  const same = words(text) === words(standalone);
  tell(entry.querySelector(".understood"), same ? null : withValues("understood", { standalone }));
}

/** Puts content into the reply. */
export function show(entry, content, pending = false) {
  const reply = entry.querySelector(".reply");
  const held = reply.contains(document.activeElement);
  reply.replaceChildren(content);
  reply.setAttribute("aria-busy", String(pending));
  if (held) byId("question").focus({ preventScroll: true });
  if (entry === byId("log").lastElementChild) reveal(entry, "start");
}

/** Calls `action` when the question is to be asked again. */
export function onAgain(entry, action) {
  entry.querySelector(".again").addEventListener("click", () => {
    // The button may be replaced by what it starts: focus would be lost with it.
    byId("question").focus();
    action();
  });
}

function putTo(documents) {
  if (documents.length === 0) return null;
  if (documents.length > 1) return withValues("in_documents", { count: documents.length });
  return withValues("in_document", { title: documents[0].title });
}

function tell(line, text) {
  line.hidden = !text;
  if (text) line.dataset.t = text;
  translate(line.parentElement);
}

const words = (text) => text.split(/\s+/).filter(Boolean).join(" ");
