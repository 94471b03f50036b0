import assert from "node:assert/strict";
import { test } from "node:test";

import { LIMIT, lengthOf, percent, turnsOf } from "../../web/static/js/turns.js";
import { exchanges } from "./record.mjs";

test("recorded answers and refusals become turns with words", () => {
  const turns = turnsOf(exchanges);
  assert.equal(turns.length, exchanges.length);
  for (const turn of turns) {
    assert.deepEqual(Object.keys(turn), ["question", "answer"]);
    assert.ok(turn.question && turn.answer);
  }
});

test("only the last turns are told", () => {
  const [one] = exchanges;
  const many = Array.from({ length: LIMIT + 3 }, (_, n) => ({ ...one, question: `q${n}` }));
  const turns = turnsOf(many);
  assert.equal(turns.length, LIMIT);
  assert.equal(turns[0].question, "q3");
});

test("length is counted as the API counts it", () => assert.equal(lengthOf("a😀é"), 3));

test("nothing is wholly certain", () => {
  assert.equal(percent(0.8449), 84);
  assert.equal(percent(0.999), 99);
  assert.equal(percent(0), 0);
});
