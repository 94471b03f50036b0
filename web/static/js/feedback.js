// What a reader thinks of an answer, told to those who run the server: at once, and again when a
// remark is added. What was told last of an answer is what counts.

import { sendFeedback } from "./api.js";
import { piece } from "./dom.js";
import { translate } from "./language.js";

/** The element that asks whether an answer was right. */
export function feedbackElement(exchange) {
  const made = piece("feedback");
  const thumbs = [...made.querySelectorAll(".thumb")];
  const form = made.querySelector("form");
  for (const thumb of thumbs) {
    thumb.addEventListener("click", () => {
      for (const one of thumbs) one.setAttribute("aria-pressed", String(one === thumb));
      form.hidden = false;
      form.elements.remark.focus();
      tell(made, bodyOf(exchange, thumb.value, ""));
    });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { value } = thumbs.find((one) => one.getAttribute("aria-pressed") === "true");
    const remark = form.elements.remark.value.trim();
    if (remark && (await tell(made, bodyOf(exchange, value, remark)))) close(made);
  });
  return made;
}

/** The judgement as the API wants to hear it. */
export function bodyOf({ question, answer }, verdict, remark) {
  const [best] = answer.citations;
  return {
    question,
    answer: answer.id,
    sentence: best?.sentence.id ?? null,
    quote: best?.quote.exact ?? null,
    verdict,
    remark,
  };
}

// True when it was kept.
async function tell(made, body) {
  const send = made.querySelector("form button");
  send.disabled = true;
  try {
    await sendFeedback(body);
    say(made, "thanks");
    return true;
  } catch (error) {
    if (error.status === undefined) throw error;
    say(made, "not_told");
    return false;
  } finally {
    send.disabled = false;
  }
}

function close(made) {
  made.querySelector("form").remove();
  for (const thumb of made.querySelectorAll(".thumb")) thumb.disabled = true;
  made.querySelector(".thanks").focus();
}

function say(made, key) {
  made.querySelector(".thanks").dataset.t = key;
  translate(made);
}
