// The conversation: each question with what became of it. The browser remembers, the server does not.

import { answerElement, failureElement } from "./answer.js";
import { ask } from "./api.js";
import * as entries from "./entry.js";
import { feedbackElement } from "./feedback.js";
import { forgetAll, keep, kept } from "./history.js";
import * as progress from "./progress.js";
import { suggestionElements } from "./suggestions.js";
import { turnsOf } from "./turns.js";

let exchanges = [];
let underWay = null;
let openCitation = () => {};
let changed = () => {};
let meantBy = () => [];

/**
 * `open(citation, link)` shows a citation; `onChange()` is told when `isBusy` or the exchanges have
 * changed; `meant(question)` gives the documents `{id, title}` that a question is put to.
 */
export function begin(open, onChange, meant) {
  openCitation = open;
  changed = onChange;
  meantBy = meant;
  exchanges = kept();
  entries.silently(() => exchanges.forEach((one) => answered(entries.add(one), one)));
}

export const isBusy = () => underWay !== null;

/** What was answered so far, oldest first. */
export const said = () => exchanges;

/** Asks, unless a question is under way; true when it was taken. */
export function put(question, documents = meantBy(question)) {
  if (isBusy() || !question.trim()) return false;
  const entry = entries.add({ question, documents });
  answer(entry, { question, documents });
  return true;
}

/** Stops the question under way; what has come of it stays. */
export const stop = () => underWay?.abort();

/** Forgets the conversation, here and in the browser. */
export function clear() {
  stop();
  exchanges = [];
  forgetAll();
  entries.clear();
  changed();
}

async function answer(entry, asked) {
  const coming = progress.begin(openCitation);
  const own = begun();
  entries.show(entry, coming.element, true);
  try {
    const reply = await ask(bodyOf(asked), coming, own.signal);
    if (entry.isConnected) remember(entry, { ...asked, answer: reply });
  } catch (error) {
    if (error.status === undefined) throw error;
    failed(entry, asked, failureElement(error, coming.came()));
  } finally {
    ended(own);
  }
}

const bodyOf = ({ question, documents }) => ({
  question,
  history: turnsOf(exchanges),
  documents: documents.map((one) => one.id),
});

function remember(entry, exchange) {
  const whole = { ...exchange, at: new Date().toISOString() };
  exchanges = [...exchanges, whole];
  keep(whole);
  answered(entry, whole);
}

function answered(entry, exchange) {
  const { question, documents, answer } = exchange;
  const element = answerElement(answer, openCitation);
  element.querySelector(".foot").append(feedbackElement(exchange));
  const near = answer.refusal?.nearest.map((one) => one.document.id) ?? [];
  element.querySelector(".suggested")?.append(...suggestionElements([...new Set(near)], put));
  entries.understood(entry, answer.question);
  entries.show(entry, element);
  entries.onAgain(entry, () => put(question, documents));
}

function failed(entry, asked, element) {
  entries.show(entry, element);
  entries.onAgain(entry, () => answer(entry, asked));
}

function begun() {
  underWay = new AbortController();
  changed();
  return underWay;
}

function ended(own) {
  if (underWay === own) underWay = null;
  changed();
}
