import assert from "node:assert/strict";
import { test } from "node:test";

import { blocks } from "../../web/static/js/blocks.js";
import { record } from "./record.mjs";

const sentence = (text, kind = "paragraph") => ({ text, kind });
const shape = (groups) => groups.map((one) => one.parts.map((part) => part.sentence.text));

test("the recorded document comes out whole and in order", () => {
  const { document } = record;
  const groups = blocks(document);
  const parts = groups.flatMap((one) => one.parts);
  assert.deepEqual(parts.map((part) => part.sentence), document.sentences);
  for (const group of groups) {
    const text = group.parts.map((part) => part.gap + part.sentence.text).join("");
    assert.ok(document.text.includes(text));
    assert.ok(!text.includes("\n"));
  }
});

test("a line end closes a block, a change of kind too", () => {
  const text = "Un titre Un. Deux.\nTrois.";
  const sentences = [sentence("Un titre", "title"), ...["Un.", "Deux.", "Trois."].map((one) => sentence(one))];
  assert.deepEqual(shape(blocks({ text, sentences })), [["Un titre"], ["Un.", "Deux."], ["Trois."]]);
});

test("in hard-wrapped text only an empty line closes a block", () => {
  const text = "Un long\ndébut.\nDeux.\n\nTrois.";
  const sentences = ["Un long\ndébut.", "Deux.", "Trois."].map((one) => sentence(one));
  assert.deepEqual(shape(blocks({ text, sentences })), [["Un long\ndébut.", "Deux."], ["Trois."]]);
});

test("no sentence, no block", () => assert.deepEqual(blocks({ text: "", sentences: [] }), []));
