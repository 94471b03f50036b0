// The conversation: each question with what became of it. The page remembers, the server does not.

import { answerElement, failureElement } from "./answer.js";
import { ask } from "./api.js";
import { byId, piece, reveal, write } from "./dom.js";
import { remember } from "./turns.js";

let turns = [];
let busy = false;
let openCitation = () => {};
let changed = () => {};
let meantBy = () => [];

/**
 * `open(citation, link)` shows a citation; `onChange()` is told when `isBusy` has changed;
 * `meant(question)` gives the ids of the documents that a question points at.
 */
export function begin(open, onChange, meant) {
  openCitation = open;
  changed = onChange;
  meantBy = meant;
}

export const isBusy = () => busy;

/** Asks, unless a question is under way; true when it was taken. */
export function put(question) {
  if (busy || !question.trim()) return false;
  byId("greeting").hidden = true;
  const entry = piece("entry");
  write(entry, ".question", question);
  byId("log").append(entry);
  answer(entry, question);
  reveal(entry, "start");
  return true;
}

async function answer(entry, question) {
  setBusy(true);
  show(entry, piece("pending"), true);
  try {
    const reply = await ask({ question, history: turns, documents: meantBy(question) });
    turns = remember(turns, question, reply);
    show(entry, answerElement(reply, openCitation));
    again(entry, () => put(question));
  } catch (error) {
    if (error.status === undefined) throw error;
    show(entry, failureElement(error));
    again(entry, () => busy || answer(entry, question));
  } finally {
    setBusy(false);
  }
}

function show(entry, content, pending = false) {
  const reply = entry.querySelector(".reply");
  reply.replaceChildren(content);
  reply.setAttribute("aria-busy", String(pending));
  reveal(entry, "start");
}

function again(entry, action) {
  entry.querySelector(".again").addEventListener("click", () => {
    // The button may be replaced by what it starts: focus would be lost with it.
    byId("question").focus();
    action();
  });
}

function setBusy(value) {
  busy = value;
  changed();
}
