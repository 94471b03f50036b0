import assert from "node:assert/strict";
import { test } from "node:test";

import { split } from "../../web/static/js/quote.js";
import { citations } from "./record.mjs";

const quote = (exact, prefix = "", suffix = "") => ({ exact, prefix, suffix });

test("every recorded quote is found where the API says", () => {
  assert.ok(citations.length > 0);
  for (const { sentence, quote: given } of citations) {
    const [before, exact, after] = split(sentence.text, given);
    assert.equal(before + exact + after, sentence.text);
    assert.equal(exact, given.exact);
    assert.equal([...before].length, given.start - sentence.start);
  }
});

test("of the same words, those with the right surroundings are meant", () => {
  const text = "Kim a vu Kim, et Kim a ri.";
  assert.deepEqual(split(text, quote("Kim", "x. ", " a vu Kim,"))[0], "");
  assert.deepEqual(split(text, quote("Kim", "x. Kim a vu ", ", et Kim"))[0], "Kim a vu ");
  assert.deepEqual(split(text, quote("Kim", "Kim, et ", " a ri. Fin"))[0], "Kim a vu Kim, et ");
});

test("characters beyond the first plane do no harm", () => {
  assert.deepEqual(split("a😀é😀b", quote("é", "a😀", "😀b")), ["a😀", "é", "😀b"]);
});

test("a quote that is not there is not found", () => {
  assert.equal(split("Un deux.", quote("trois")), null);
  assert.equal(split("Un deux.", quote("")), null);
});
