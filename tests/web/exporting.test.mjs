import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { annotations, json, markdown } from "../../web/static/js/exporting.js";
import { begin, t } from "../../web/static/js/language.js";
import { reference } from "../../web/static/js/reference.js";
import { citations, exchanges, record } from "./record.mjs";

const ORIGIN = "http://127.0.0.1:8000";
const read = (code) =>
  JSON.parse(readFileSync(new URL(`../../web/strings/${code}.json`, import.meta.url), "utf8"));
begin({ fr: read("fr") }, "fr");

test("JSON holds every exchange as the API told it", () => {
  assert.deepEqual(JSON.parse(json(exchanges)), { exchanges });
});

test("Markdown has a heading for each question and a footnote for each citation", () => {
  const text = markdown(exchanges, ORIGIN, t);
  const headings = [...text.matchAll(/^## /gm)];
  assert.equal(headings.length, exchanges.length);
  const used = [...text.matchAll(/\[\^(\d+)\](?!:)/g)].map((match) => Number(match[1]));
  const given = [...text.matchAll(/^\[\^(\d+)\]: /gm)].map((match) => Number(match[1]));
  assert.deepEqual(used, citations.map((_, rank) => rank + 1));
  assert.deepEqual(given, used);
});

test("Markdown has the address of each citation as a link, as it is", () => {
  const text = markdown(exchanges, ORIGIN, t);
  const links = [...text.matchAll(/, <([^<>\s]+)>$/gm)].map((match) => match[1]);
  assert.deepEqual(links, citations.map((one) => new URL(one.url, ORIGIN).href));
});

test("Markdown says of a refusal that it is one", () => {
  const [refused] = exchanges.filter((one) => one.answer.refusal?.nearest.length > 0);
  const text = markdown([refused], ORIGIN, t);
  assert.ok(text.includes(refused.answer.refusal.message));
  assert.ok(text.includes(t("nearest")));
});

test("Markdown in the words of others stays words", () => {
  const [one] = exchanges;
  const text = markdown([{ ...one, question: "<b>*Qui*</b>\n# a_b ?" }], ORIGIN, t);
  assert.ok(text.includes("## \\<b\\>\\*Qui\\*\\</b\\> \\# a\\_b ?\n"));
});

test("annotations select every quotation of the answers in its document", () => {
  const page = JSON.parse(annotations(exchanges, ORIGIN));
  assert.equal(page["@context"], "http://www.w3.org/ns/anno.jsonld");
  const cited = exchanges.flatMap((one) => one.answer.citations);
  assert.equal(page.total, cited.length);
  assert.equal(page.first.items.length, cited.length);
  assert.equal(new Set(page.first.items.map((one) => one.id)).size, cited.length);
  page.first.items.forEach(({ target }, rank) => {
    const { document, quote } = cited[rank];
    const [words, place] = target.selector;
    assert.equal([...record.document.text].slice(place.start, place.end).join(""), words.exact);
    assert.deepEqual([words.prefix, words.suffix], [quote.prefix, quote.suffix]);
    assert.equal(target.source, `${ORIGIN}/documents/${document.id}?v=${document.version}`);
  });
});

test("a reference names title, section, page and address", () => {
  const [one] = citations;
  const cited = { ...one, sentence: { ...one.sentence, section: "Le voyage", page: 3 } };
  const url = new URL(one.url, ORIGIN).href;
  assert.equal(
    reference(cited, ORIGIN),
    `«\u202f${one.quote.exact}\u202f» — ${one.document.title}, Le voyage, p. 3, ${url}`,
  );
});

test("a quotation over several lines is referred to in one", () => {
  const quote = { ...citations[0].quote, exact: "deux\n  jours" };
  assert.ok(reference({ ...citations[0], quote }, ORIGIN).startsWith("«\u202fdeux jours\u202f»"));
});
