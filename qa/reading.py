"""Passages to extracts: the words to quote of every sentence that is read.

A span's margin is its start and end logits less those of the null span (Devlin et al. 2018); a
sentence is scored by the margins of all its spans. A quote lies in one sentence, begins and ends
with whole words, and takes a dangling mark along or leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.labels import reading_frame
from qa.reader import Logits, Reader
from qa.types import Extract, Passage, Span

Floats = NDArray[np.float32]

SPAN_TOKENS = 30
"""Tokens of a quote at most."""
ALTERNATIVES = 10
"""Spans of a sentence among which its quote is chosen."""
_PAIRS = {"«": "»", "“": "”", "(": ")", "[": "]"}
_EDGES = " \t\n\u00a0\u202f,;:|–—-"


def read(reader: Reader, question: str, passages: Sequence[Passage]) -> list[Extract]:
    """One extract for each sentence of the passages, scored by its spans' margins, best first."""
    laid = [_lay_out(passage) for passage in passages]
    found = reader.logits(question, [text for text, _ in laid]) if laid else []
    extracts = [
        extract
        for logits in found
        for extract in _extracts(passages[logits.passage], laid[logits.passage][1], logits)
    ]
    return best_of(extracts)


def best_of(extracts: Iterable[Extract]) -> list[Extract]:
    """Of extracts of the same sentence, read in overlapping passages, the best; best first."""
    best: dict[tuple[str, int], Extract] = {}
    for one in sorted(extracts, key=lambda extract: -extract.score):
        best.setdefault((one.document.id, one.sentence.index), one)
    return list(best.values())


def agreed_span(start: Floats, end: Floats) -> tuple[int, int]:
    """First and last token of the span to quote.

    Of the spans with the highest start + end, it is the one whose tokens the others share most: the
    highest expected F1 (minimum Bayes risk, Kumar & Byrne 2004). A reader that hesitates where an
    answer ends so quotes what all its answers have in common rather than an extreme.
    """
    scores = _scores(start, end)
    best = np.argsort(-scores, axis=None, kind="stable")[:ALTERNATIVES]
    best = best[np.isfinite(scores.ravel()[best])]
    chance = np.exp(scores.ravel()[best] - scores.max())
    first, last = np.divmod(best, scores.shape[1])
    shared = np.minimum.outer(last, last) - np.maximum.outer(first, first) + 1
    length = last - first + 1
    f1 = 2 * shared.clip(0) / np.add.outer(length, length)
    chosen = int(np.argmax(f1 @ chance))
    return int(first[chosen]), int(last[chosen])


def support(start: Floats, end: Floats) -> float:
    """The logarithm of the mass of all spans, start + end being that of one.

    Which sentence answers is asked apart from where in it the words begin: what is shared among
    several spans of one sentence speaks for the sentence.
    """
    scores = _scores(start, end)
    most = scores.max()
    return float(most + np.log(np.exp(scores - most).sum()))


def _scores(start: Floats, end: Floats) -> Floats:
    """start + end of each span, by first and last token; minus infinity where there is none."""
    tokens = np.arange(len(start))
    length = tokens[None, :] - tokens[:, None]
    allowed = (length >= 0) & (length < SPAN_TOKENS)
    scores: Floats = np.where(allowed, np.add.outer(start, end), -np.inf)
    return scores


def _lay_out(passage: Passage) -> tuple[str, list[int]]:
    """The text to read, and where in it each sentence begins.

    A title is read in a frame that says so, which is never quoted.
    """
    text, starts = "", []
    for sentence in passage.sentences:
        before, after = reading_frame(sentence)
        starts.append(len(text) + len(before))
        text += f"{before}{passage.document.words(sentence.span)}{after} "
    return text, starts


def _extracts(passage: Passage, starts: Sequence[int], logits: Logits) -> Iterable[Extract]:
    first_of, last_of = logits.offsets[:, 0], logits.offsets[:, 1]
    for sentence, start in zip(passage.sentences, starts, strict=True):
        inside = (first_of >= start) & (last_of <= start + len(sentence.span))
        tokens = np.flatnonzero(inside)
        if len(tokens):
            start_of, end_of = logits.start[tokens], logits.end[tokens]
            first, last = agreed_span(start_of, end_of)
            shift = sentence.span.start - start
            span = Span(int(first_of[tokens[first]]) + shift, int(last_of[tokens[last]]) + shift)
            quote = trimmed(passage.document.text, span, sentence.span)
            yield Extract(passage.document, sentence, quote, support(start_of, end_of))


def trimmed(text: str, span: Span, within: Span) -> Span:
    """The span with sensible borders: whole words, no mark without its partner, no stray comma."""
    start, end = max(span.start, within.start), min(span.end, within.end)
    while start > within.start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < within.end and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    words = text[start:end]
    kept = words.strip(_EDGES) or words.strip()
    if not kept:
        return within
    start += words.index(kept)
    return _paired(text, Span(start, start + len(kept)), within)


def _paired(text: str, span: Span, within: Span) -> Span:
    """Take in a closing mark just outside whose partner is inside, or the other way round."""
    words = span.of(text)
    for opening, closing in _PAIRS.items():
        after = text[span.end : min(within.end, span.end + 2)]
        if words.count(opening) > words.count(closing) and after.strip().startswith(closing):
            return Span(span.start, span.end + after.index(closing) + 1)
        before = text[max(within.start, span.start - 2) : span.start]
        if words.count(closing) > words.count(opening) and before.strip().endswith(opening):
            return Span(span.start - len(before) + before.index(opening), span.end)
    return span
