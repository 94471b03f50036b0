import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { forgetAll, keep, kept } from "../../web/static/js/history.js";
import { exchanges } from "./record.mjs";

// A browser's storage, with room for so many characters.
class Storage {
  constructor(room) {
    Object.assign(this, { room, values: new Map() });
  }
  getItem = (key) => this.values.get(key) ?? null;
  removeItem = (key) => this.values.delete(key);
  setItem(key, text) {
    if (text.length > this.room) throw new Error("QuotaExceededError");
    this.values.set(key, text);
  }
}

beforeEach(() => (globalThis.localStorage = new Storage(1e7)));

test("what is kept comes back whole and in order", () => {
  exchanges.forEach(keep);
  assert.deepEqual(kept(), exchanges);
});

test("what was cleared is gone", () => {
  exchanges.forEach(keep);
  forgetAll();
  assert.deepEqual(kept(), []);
});

test("the oldest give way when there are many", () => {
  for (let n = 0; n < 103; n += 1) keep({ ...exchanges[0], question: `q${n}` });
  assert.equal(kept().length, 100);
  assert.equal(kept()[0].question, "q3");
});

test("the oldest give way when there is no room", () => {
  const [one] = exchanges;
  globalThis.localStorage = new Storage(3 * JSON.stringify(one).length);
  for (let n = 0; n < 5; n += 1) keep({ ...one, question: `q${n}` });
  const questions = kept().map((exchange) => exchange.question);
  assert.equal(questions.at(-1), "q4");
  assert.ok(questions.length < 5);
});

test("what is none of ours is passed over", () => {
  const { localStorage } = globalThis;
  for (const text of ["{", "null", "{}", '[null, 1, {"question": "q"}]']) {
    localStorage.setItem("verbatim-conversation", text);
    assert.deepEqual(kept(), []);
  }
});

test("without storage the page goes on", () => {
  delete globalThis.localStorage;
  keep(exchanges[0]);
  assert.deepEqual(kept(), []);
});
