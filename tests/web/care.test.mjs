import assert from "node:assert/strict";
import { test } from "node:test";

import { bodyOf } from "../../web/static/js/feedback.js";
import { matches } from "../../web/static/js/filter.js";
import { questionsOf } from "../../web/static/js/suggestions.js";
import { exchanges, record } from "./record.mjs";

test("a document is asked only what it says of itself", () => {
  const [row] = record.documents.documents;
  assert.deepEqual(questionsOf(row), ["suggest_about", "suggest_author", "suggest_date"]);
  assert.deepEqual(questionsOf({ ...row, authors: [], date: null }), ["suggest_about"]);
});

test("a judgement names the answer and what was quoted", () => {
  const [answered] = exchanges;
  const [best] = answered.answer.citations;
  assert.deepEqual(bodyOf(answered, "down", "hors sujet"), {
    question: answered.question,
    answer: answered.answer.id,
    sentence: best.sentence.id,
    quote: best.quote.exact,
    verdict: "down",
    remark: "hors sujet",
  });
});

test("a refusal is judged too", () => {
  const refused = exchanges.find((one) => one.answer.refusal);
  const body = bodyOf(refused, "up", "");
  assert.deepEqual([body.sentence, body.quote], [null, null]);
});

test("documents are found by any part of what they are called", () => {
  const row = { title: "Le phare d’Eckmühl", path: "bretagne/phare.txt", authors: ["Zoé Le Goff"] };
  for (const words of ["", "PHARE", "eckmuhl", "zoe phare", " bretagne/ "]) {
    assert.ok(matches(row, words), words);
  }
  assert.ok(!matches(row, "phare gare"));
});
