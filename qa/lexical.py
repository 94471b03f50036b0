"""BM25 over our own terms (Robertson & Zaragoza 2009), held by a tantivy index on disk.

A row is a sentence's rank over all documents of the index. Terms are analysed by `qa.terms`, so
tantivy is only told to split at spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

Rows = tuple[int, int]
"""A half-open range of rows: the sentences of one document."""

_HEAP = 64_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("row", fast=True, indexed=True)
    return builder.build()


def write(folder: Path, rows: Iterable[Sequence[str]]) -> None:
    """Index the terms of each row, in order, in an empty folder that exists."""
    writer = tantivy.Index(_schema(), path=str(folder)).writer(heap_size=_HEAP, num_threads=1)
    for row, terms in enumerate(rows):
        entry = tantivy.Document()
        entry.add_text("terms", " ".join(terms))
        entry.add_unsigned("row", row)
        writer.add_document(entry)
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
        words = [self._term(term) for term in dict.fromkeys(terms)]
        if not words:
            return {}
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
        hits = self._searcher.search(self._filtered(query, within), limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return dict(zip(rows, (float(score) for score, _ in hits), strict=True))

    def knows(self, term: str) -> bool:
        """Whether any row holds the term."""
        return bool(self._searcher.doc_freq("terms", term))

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._index.schema, "terms", term, "freq")

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
