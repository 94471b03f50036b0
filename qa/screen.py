"""What a person reads in a terminal: answers, what became of the seeds, how far long work is."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import click

from qa.types import Answer, Citation, IndexInfo, Refusal


@dataclass(frozen=True, slots=True)
class _Words:
    confidence: str
    missing: str
    nearest: str


_FRENCH = _Words(
    confidence="Confiance : {:.0f} %",
    missing="Termes absents des documents : {}",
    nearest="Phrases les plus proches :",
)
_ENGLISH = _Words(
    confidence="Confidence: {:.0f}%",
    missing="Words that no document contains: {}",
    nearest="Nearest sentences:",
)


def shown(answer: Answer) -> str:
    """The answer's lines, in French for a French question, else in English."""
    words = _FRENCH if answer.question.language.code == "fr" else _ENGLISH
    if answer.refusal:
        return "\n".join(_refused(answer.refusal, words)).rstrip()
    return "\n".join([*cited(answer.citations), words.confidence.format(100 * answer.confidence)])


def summary(info: IndexInfo) -> str:
    """The size of an index in one line."""
    documents, sentences = _count(info.documents, "document"), _count(info.sentences, "sentence")
    return f"{info.id}: {documents}, {sentences}"


def tally(info: IndexInfo) -> str:
    """How many files were read, unchanged, partly read, without text, and failed; none unsaid."""
    found = Counter(one.status.replace("_", " ") for one in info.files)
    return ", ".join(f"{number} {status}" for status, number in found.items())


def say(line: str) -> None:
    """A line for the person at the terminal, beside the results."""
    click.echo(f"qa: {line}", err=True)


def remark(info: IndexInfo) -> None:
    """Say what there is to say of the seeds, a line each."""
    for one in info.files:
        if not one.indexed:
            say(f"{one.path} is not indexed: {one.reason}")
        elif one.reason and one.status != "unchanged":
            say(f"{one.path}{' is partly read' * (one.status == 'partly_read')}: {one.reason}")


def progress() -> Callable[[str, int, int], None]:
    """A bar for each step on standard error, when that is a terminal."""
    from tqdm import tqdm

    bars: dict[str, Any] = {}

    def show(step: str, done: int, whole: int) -> None:
        if step not in bars:
            bars[step] = tqdm(desc=step, total=whole, disable=None, file=sys.stderr)
        bar = bars[step]
        bar.update(done - bar.n)
        if done >= whole:
            bars.pop(step).close()

    return show


def _refused(refusal: Refusal, words: _Words) -> Iterator[str]:
    yield refusal.message
    if refusal.missing_terms:
        yield words.missing.format(", ".join(refusal.missing_terms))
    if refusal.nearest:
        yield f"\n{words.nearest}\n"
        yield from cited(refusal.nearest)


def cited(citations: tuple[Citation, ...]) -> Iterator[str]:
    """Each quote, the sentence around it, and where that stands."""
    for marker, one in enumerate(citations, start=1):
        sentence = one.document.words(one.sentence.span)
        yield f"[{marker}] « {one.exact} »"
        if sentence != one.exact:
            yield f"    {sentence}"
        section = f" — {one.sentence.section}" if one.sentence.section else ""
        page = f", p. {one.sentence.page}" if one.sentence.page else ""
        place = f"{one.document.path}{page}, {one.quote.start}–{one.quote.end}"
        yield f"    {one.document.title}{section} ({place})\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
