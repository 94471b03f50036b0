"""BM25 over our own terms (Robertson & Zaragoza 2009), held by a tantivy index on disk.

A row is a sentence's rank over all documents of the index; its window is the sentence with those
before and after it. Terms are analysed by `qa.terms`: tantivy is only told to split at spaces.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from qa.types import Rows

_HEAP = 64_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("window", tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("row", fast=True, indexed=True)
    return builder.build()


def write(folder: Path, documents: Iterable[Sequence[Sequence[str]]]) -> None:
    """Index the terms of each sentence of each document, in order, in an empty folder."""
    writer = tantivy.Index(_schema(), path=str(folder)).writer(heap_size=_HEAP, num_threads=1)
    row = 0
    for document in documents:
        texts = [" ".join(terms) for terms in document]
        for index, text in enumerate(texts):
            entry = tantivy.Document()
            entry.add_text("terms", text)
            entry.add_text("window", " ".join(texts[max(0, index - 1) : index + 2]))
            entry.add_unsigned("row", row + index)
            writer.add_document(entry)
        row += len(texts)
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """Searches what `write` wrote; safe for concurrent readers."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(
        self, terms: Sequence[str], limit: int, within: Sequence[Rows] = ()
    ) -> dict[int, float]:
        """BM25 of the best `limit` rows that hold a term, best first; `within` none: of all."""
        words = [self._term("terms", term) for term in dict.fromkeys(terms)]
        return self._best(words, limit, within)

    def coverage(
        self, terms: Sequence[str], limit: int, within: Sequence[Rows] = ()
    ) -> dict[int, float]:
        """The share (0 to 1) of the terms' inverse document frequency that a row's window holds.

        It asks what BM25 cannot tell: whether the question's words are all together somewhere.
        """
        rarity = {term: self._rarity(term) for term in dict.fromkeys(terms)}
        whole = sum(rarity.values())
        words = [
            tantivy.Query.const_score_query(self._term("window", term), value / whole)
            for term, value in rarity.items()
        ]
        return self._best(words, limit, within)

    def _best(
        self, words: Sequence[tantivy.Query], limit: int, within: Sequence[Rows]
    ) -> dict[int, float]:
        if not words:
            return {}
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
        hits = self._searcher.search(self._filtered(query, within), limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return dict(zip(rows, (float(score) for score, _ in hits), strict=True))

    def _rarity(self, term: str) -> float:
        """BM25's inverse document frequency, highest for a term that no row holds."""
        holding = self._searcher.doc_freq("terms", term)
        return math.log(1 + (self._searcher.num_docs - holding + 0.5) / (holding + 0.5))

    def knows(self, term: str) -> bool:
        """Whether any row holds the term."""
        return bool(self._searcher.doc_freq("terms", term))

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._index.schema, field, term, "freq")

    def _filtered(self, query: tantivy.Query, within: Sequence[Rows]) -> tantivy.Query:
        if not within:
            return query
        inside = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._range(*rows)) for rows in within]
        )
        # A constant score of 0: the filter must not change the order.
        keep = tantivy.Query.const_score_query(inside, 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.Must, keep)]
        )

    def _range(self, start: int, end: int) -> tantivy.Query:
        return tantivy.Query.range_query(
            self._index.schema,
            "row",
            tantivy.FieldType.Unsigned,
            lower_bound=start,
            upper_bound=end,
            include_upper=False,
        )
