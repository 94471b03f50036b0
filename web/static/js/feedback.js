// What a reader thinks of an answer, told to those who run the server.

import { sendFeedback } from "./api.js";
import { piece } from "./dom.js";
import { translate } from "./language.js";

/** The element that asks whether an answer was right. */
export function feedbackElement(exchange) {
  const made = piece("feedback");
  const thumbs = [...made.querySelectorAll(".thumb")];
  const form = made.querySelector("form");
  let verdict = null;
  for (const thumb of thumbs) {
    thumb.addEventListener("click", async () => {
      verdict = thumb.value;
      for (const one of thumbs) one.setAttribute("aria-pressed", String(one === thumb));
      form.hidden = !(await tell(made, bodyOf(exchange, verdict, "")));
    });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const remark = form.elements.remark.value.trim();
    if (!remark || !(await tell(made, bodyOf(exchange, verdict, remark)))) return;
    form.hidden = true;
    thumbs.find((one) => one.value === verdict).focus();
  });
  return made;
}

/** The judgement as the API wants to hear it. */
export function bodyOf({ question, answer }, verdict, remark) {
  const [best] = answer.citations;
  return {
    question,
    answer_id: answer.id,
    sentence: best?.sentence.id ?? null,
    quote: best?.quote.exact ?? null,
    verdict,
    remark,
  };
}

async function tell(made, body) {
  const note = made.querySelector(".thanks");
  try {
    await sendFeedback(body);
    note.dataset.t = "thanks";
    return true;
  } catch {
    note.dataset.t = "not_told";
    return false;
  } finally {
    translate(made);
  }
}
