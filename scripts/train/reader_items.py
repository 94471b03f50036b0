"""Makes the reader's questions: tokens, careless forms, and changes after which nothing answers."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from reader_corpora import Asked, Corpus, Range, Text, Tokens, sentence_of, token_range, tokens
from tokenizers import Tokenizer

QUESTION_TOKENS = 48
"""Longer questions are cut."""

SENTENCE_CHARACTERS = 900
"""Answers in longer sentences (tables, references) are left out."""

DULL = """
qui que quoi quel quelle quels quelles où quand comment pourquoi combien est ce qu a t il elle ils
elles on le la les l un une des d du de au aux en et à dans sur par pour s se ont sont
who what which where when why how many much is are was were did does do has have had the a an of
in on at to for by and it its
"""
"""Words that people leave out when they type key words."""

_DULL = frozenset(DULL.split())
_SWAPPED = re.compile(r"(?<=\w )(?:[A-ZÀ-Þ][\w-]{2,}|\d+)")


class Item(NamedTuple):
    """A question of a text. `asked` holds it as written, then as careless people type it;
    `swapped` asks about another name or number (None: has none). An answer starts in the first
    and ends in the second of `target`, token ranges of the text: one token each, or the whole
    sentence where only that is known; None: the text does not say. `holds` are the sentences with
    the answer's words; `kin` is the run of texts of the same corpus; `share` the chance of being
    asked, relative to 1."""

    asked: list[Tokens]
    swapped: Tokens | None
    text: int
    kin: range
    answer: str
    sentence: int
    target: tuple[Range, Range] | None
    holds: list[int]
    share: float


def items(tokenizer: Tokenizer, corpora: list[Corpus], seed: int) -> tuple[list[Text], list[Item]]:
    """Put corpora together: all texts in a row, and all questions tokenised."""
    texts: list[Text] = []
    result: list[Item] = []
    for corpus, asked in corpora:
        kin = range(len(texts), len(texts) + len(corpus))
        texts += corpus
        variants = _variants(tokenizer, asked, random.Random(seed))
        swapped = _swapped(tokenizer, asked, corpus, random.Random(seed))
        for row, forms, other in zip(asked, variants, swapped, strict=True):
            item = _item(row, forms, other, texts, kin)
            result += [item] if item else []
    return texts, result


def _item(
    row: Asked, forms: list[Tokens], swapped: Tokens | None, texts: list[Text], kin: range
) -> Item | None:
    text = texts[kin[row.text]]
    if row.end == 0:
        return Item(forms, None, kin[row.text], kin, "", -1, None, [], row.share)
    first, last = token_range(text, row.start, row.end)
    answer, sentence = text.string[row.start : row.end].lower(), sentence_of(text, first)
    edges = text.bounds[sentence], text.bounds[sentence + 1]
    if last <= first or last > edges[1] or _characters(text, edges) > SENTENCE_CHARACTERS:
        return None
    target = (edges, edges) if row.whole else ((first, first + 1), (last - 1, last))
    holds = sorted({sentence, *_holding(text, answer)})
    return Item(forms, swapped, kin[row.text], kin, answer, sentence, target, holds, row.share)


def _characters(text: Text, edges: Range) -> int:
    return int(text.offsets[edges[1] - 1, 1] - text.offsets[edges[0], 0])


def _holding(text: Text, answer: str) -> Iterator[int]:
    lowered = text.string.lower()
    place = lowered.find(answer)
    while place >= 0:
        yield sentence_of(text, token_range(text, place, place + 1)[0])
        place = lowered.find(answer, place + len(answer))


def _variants(tokenizer: Tokenizer, asked: list[Asked], rng: random.Random) -> list[list[Tokens]]:
    """Tokenise questions as written, without punctuation, as key words, and with a slip; those
    answered by whole sentences as written only."""
    written = [row.question for row in asked]
    kinds = [
        [question.rstrip(" ?!.\u00a0\u202f") for question in written],
        [_key_words(question) for question in written],
        [_slip(question, rng) for question in written],
    ]
    rows = zip(asked, written, *kinds, strict=True)
    forms = [[q] if a.whole else [q, *more] for a, q, *more in rows]
    cut = iter([ids[:QUESTION_TOKENS] for ids in tokens(tokenizer, [q for f in forms for q in f])])
    return [[next(cut) for _ in form] for form in forms]


def _key_words(question: str) -> str:
    words = [w for w in re.findall(r"\w+", question) if w.lower() not in _DULL]
    return " ".join(words) if len(words) > 1 else question


def _slip(question: str, rng: random.Random) -> str:
    """Swap two letters inside the longest word."""
    word = max(re.findall(r"\w+", question) or [""], key=len)
    if len(word) < 6:
        return question
    at = rng.randrange(1, len(word) - 2)
    return question.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def _swapped(
    tokenizer: Tokenizer, asked: list[Asked], texts: list[Text], rng: random.Random
) -> list[Tokens | None]:
    """Replace a name or number of each question with one, of the same kind, that its text does
    not hold: what is asked then stands nowhere in it."""
    pool: dict[str, list[str]] = defaultdict(list)
    for row in asked:
        for match in _SWAPPED.finditer("" if row.whole else row.question):
            pool[_kind(match[0])].append(match[0])
    changed = ["" if a.whole else _swap(a.question, texts[a.text], pool, rng) for a in asked]
    cut = [ids[:QUESTION_TOKENS] for ids in tokens(tokenizer, changed)]
    return [ids if len(ids) else None for ids in cut]


def _kind(word: str) -> str:
    return f"{len(word)} digits" if word[0].isdigit() else "name"


def _swap(question: str, text: Text, pool: dict[str, list[str]], rng: random.Random) -> str:
    found = list(_SWAPPED.finditer(question))
    if not found:
        return ""
    match = rng.choice(found)
    other = rng.choice(pool[_kind(match[0])])
    if other in text.string or other in question:
        return ""
    return question[: match.start()] + other + question[match.end() :]
