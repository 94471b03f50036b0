import assert from "node:assert/strict";
import { test } from "node:test";

import { LIMIT, lengthOf, percent, remember } from "../../web/static/js/turns.js";
import { record } from "./record.mjs";

test("recorded answers and refusals become turns with words", () => {
  const turns = record.answers.reduce((all, one) => remember(all, one.question.text, one), []);
  assert.equal(turns.length, record.answers.length);
  for (const turn of turns) {
    assert.deepEqual(Object.keys(turn), ["question", "answer"]);
    assert.ok(turn.question && turn.answer);
  }
});

test("the oldest turns are forgotten", () => {
  let turns = [];
  for (let n = 0; n < LIMIT + 3; n += 1) turns = remember(turns, `q${n}`, record.answers[0]);
  assert.equal(turns.length, LIMIT);
  assert.equal(turns[0].question, "q3");
});

test("length is counted as the API counts it", () => assert.equal(lengthOf("a😀é"), 3));

test("nothing is wholly certain", () => {
  assert.equal(percent(0.8449), 84);
  assert.equal(percent(0.999), 99);
  assert.equal(percent(0), 0);
});
