"""The JSON contract: any answer renders."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from qa.rendering import CONTEXT, answer_json, document_json, document_row
from qa.types import Answer, Citation, Document, Language, Question, Refusal, Sentence, Span


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    """A quote in a sentence of some text, of any characters that can be written."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=3, max_size=120))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
    sentence = Sentence(0, Span(cuts[0], cuts[-1]), "paragraph", draw(st.none() | st.just("I")))
    document = Document("a", "a.txt", "sha256:0", "A", "fr", text, (sentence,))
    return Citation(document, sentence, Span(cuts[0], cuts[1]))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Citations, or a refusal with what is nearest."""
    found = tuple(draw(st.lists(citations(), max_size=3)))
    refused = not found or draw(st.booleans())
    refusal = Refusal("not_in_documents", "Rien.", ("loup",), found) if refused else None
    question = Question("Où ?", "Où ?", Language("fr", "detected"))
    return Answer(question, draw(st.floats(0, 1)), () if refused else found, refusal, {"total": 1})


@given(answers())
def test_every_answer_renders(answer: Answer) -> None:
    body = answer_json(answer)
    assert json.loads(json.dumps(body)) == body
    refused = body["status"] == "no_answer"
    assert refused == (body["answer"] is None) == (body["refusal"] is not None)
    shown = body["refusal"]["nearest"] if body["refusal"] else body["citations"]
    assert [one["marker"] for one in shown] == list(range(1, len(shown) + 1))
    if not refused:
        assert body["answer"]["text"] == body["citations"][0]["quote"]["exact"]


@given(citations())
def test_a_quote_is_found_by_either_selector(citation: Citation) -> None:
    document = citation.document
    question = Question("Où ?", "Où ?", Language("fr", "given"))
    answer = Answer(question, 1, (citation,), None, {})
    quote = answer_json(answer)["citations"][0]["quote"]
    assert document.text[quote["start"] : quote["end"]] == quote["exact"]
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    assert document.text.find(around) >= 0
    assert max(len(quote["prefix"]), len(quote["suffix"])) <= CONTEXT


@given(citations())
def test_a_document_renders(citation: Citation) -> None:
    whole, row = document_json(citation.document), document_row(citation.document)
    assert json.loads(json.dumps(whole))["sentences"][0]["id"] == "a:s0000"
    assert row["sentences"] == len(whole["sentences"]) == 1
    assert row["url"] == "/documents/a?v=sha256:0"
