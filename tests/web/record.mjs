// The JSON that the Python tests recorded from the real API.

import { readFileSync } from "node:fs";

const path = new URL("answers.json", import.meta.url);
export const record = JSON.parse(readFileSync(path, "utf8"));

export const citations = record.answers.flatMap((one) => [
  ...one.citations,
  ...(one.refusal?.nearest ?? []),
]);

/** The answers as the page keeps them; their ids are new each time, and not recorded. */
export const exchanges = record.answers.map((answer, rank) => ({
  question: answer.question.text,
  documents: [],
  answer: { id: `ans_${rank}`, ...answer },
  at: "2026-01-02T03:04:05.000Z",
}));
