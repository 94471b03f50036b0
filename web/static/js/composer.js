// The question field: Enter sends, Shift+Enter breaks the line.

import { byId } from "./dom.js";
import { translate, withValues } from "./language.js";
import { isBusy, put, stop } from "./conversation.js";
import { lengthOf } from "./turns.js";

const NEARLY = 0.9;
let limit = 0;

/** `max` is the longest question in code points; `focus` tells whether to go to the field now. */
export function begin(max, focus) {
  limit = max;
  const field = byId("question");
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener("keydown", onKey);
  field.addEventListener("input", refresh);
  byId("stop").addEventListener("click", () => {
    field.focus(); // The button goes with what it stops.
    stop();
  });
  if (focus) field.focus();
  refresh();
}

function onKey(event) {
  if (event.key === "Escape") return stop();
  // While a Japanese or Chinese word is being composed, Enter chooses it.
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  send();
}

function send() {
  const field = byId("question");
  if (!sendable(field.value) || !put(field.value.trim())) return;
  field.value = "";
  refresh();
}

const sendable = (text) => text.trim() !== "" && lengthOf(text) <= limit && !isBusy();

/** Puts button and note in step with the field and the conversation. */
export function refresh() {
  const text = byId("question").value;
  byId("send").disabled = !sendable(text);
  byId("send").hidden = isBusy();
  byId("stop").hidden = !isBusy();
  showNote(lengthOf(text));
}

function showNote(length) {
  const note = byId("composer-note");
  const tooLong = length > limit;
  note.classList.toggle("is-wrong", tooLong);
  if (length <= NEARLY * limit) {
    delete note.dataset.t;
    note.textContent = "";
    return;
  }
  note.dataset.t = withValues(tooLong ? "too_long" : "nearly_long", { length, limit });
  translate(note.parentElement);
}
