import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { begin, choose, counted, language, t } from "../../web/static/js/language.js";

const read = (code) =>
  JSON.parse(readFileSync(new URL(`../../web/strings/${code}.json`, import.meta.url), "utf8"));
const strings = { en: read("en"), fr: read("fr") };

test("texts come in the language chosen, with their values", () => {
  begin(strings, "fr");
  assert.equal(t("sure", { percent: 84 }), "sûr à 84\u00a0%");
  choose("en");
  assert.equal(t("sure", { percent: 84 }), "84% sure");
});

test("an unknown language gives the first", () => {
  begin(strings, "xx");
  assert.equal(language(), "en");
});

test("one is not many", () => {
  begin(strings, "en");
  assert.equal(counted("sentences", 1), "1 sentence");
  assert.equal(counted("sentences", 52), "52 sentences");
});

test("a text that does not exist is a mistake", () => assert.throws(() => t("nonsense")));
