// The exchanges that this browser keeps: `{question, documents: [{id, title}], answer, at}`.

import { forget, recall, retain } from "./memory.js";

const STORED = "verbatim-conversation";
const MOST = 100;

/** The exchanges kept, oldest first. */
export function kept() {
  const value = recall(STORED);
  return Array.isArray(value) ? value.filter(isExchange) : [];
}

/**
 * Keeps one exchange more. The oldest give way when there are many, or no room; what another tab
 * has kept meanwhile stays.
 */
export function keep(exchange) {
  let all = [...kept(), exchange].slice(-MOST);
  while (all.length > 0 && !retain(STORED, all)) all = all.slice(Math.ceil(all.length / 2));
}

export const forgetAll = () => forget(STORED);

// An older page may have kept another shape.
const isExchange = (one) =>
  typeof one?.question === "string" &&
  Array.isArray(one.documents) &&
  Array.isArray(one.answer?.citations) &&
  typeof one.answer.question?.standalone === "string" &&
  Boolean(one.answer.answer ?? one.answer.refusal);
