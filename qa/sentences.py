"""French sentences with offsets: cut at every mark, unless a rule says that the mark ends nothing.

The idea is razdel's (github.com/natasha/razdel): candidates, then a list of small rules that look
at the words on both sides; the first that has an opinion wins. The text is never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from qa.types import Span

# A mark, what closes after it, and white space; or a full stop stuck to the next sentence. The
# space before » belongs to the mark: "système . »"; so does the one inside "? !" and ". . .".
_CUT = re.compile(
    r"(?P<mark>[.!?…](?<![.!?…][.!?…])(?<![.!?…][^\S\n][.!?…])[.!?…]*+"
    r"(?:[^\S\n][.!?…]++(?![^\W_]))*+)"
    r"(?:(?P<close>(?:[^\S\n]?[»”)\]]|[\"'’](?=\s|$))*+)\s+"
    r"|(?P<stuck>(?<=[a-zà-ÿœ]{2}[.!?])(?=[A-ZÀ-ÞŒ][a-zà-ÿœ])))"
)
_BEFORE_WORD = re.compile(r".*[\s«“\"(\['’]", re.DOTALL)
LONGEST = 2_000
"""Characters of a sentence at most: what has no full stop for pages is cut where it pauses."""
_PAUSES = tuple(map(re.compile, (r"[;:](?=\s)", r",(?=\s)", r"\S(?=\s)")))
"""Where such a text is cut: the last of the best kind that there is."""
_LOOK = 48
"""Characters looked at on each side of a mark: rules stay local, and the whole linear."""

# Never at a sentence's end: a name or the rest of the phrase follows.
_NEVER_LAST = frozenset(
    "M MM Mr Mrs Ms Dr Drs dr Pr Prof Me Mgr St Ste Gov Sen Gen Lt Hon Rev cf Cf vs ex boul Boul "
    "bd Bd c.-à-d p.ex i.e e.g approx av Av apr".split()
)
# Before a name; at a sentence's end when an ordinary first word follows: le col. Bernard.
_BEFORE_NAMES = frozenset(
    "éd ed trad dir coll gén col cap lt sgt rév jr sr cie inc ltd co s.a".split()
)
# Before a number or a code; at a sentence's end when a word with a capital follows: art. L. 121.
_BEFORE_CODES = frozenset(
    "art al p pp vol chap fig n no nos num t réf ref tél tel env ca max min resp sup inf h ch "
    "janv févr fév avr juil sept oct nov déc jan feb aug dec".split()
)
_CAPITALISED = re.compile(r"[A-ZÀ-ÞŒ]['’a-zà-ÿœ]|[ÀAY]\s")
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[-‑]?)*[A-ZÀ-Þ]")
_ACRONYM = re.compile(r"[A-ZÀ-Þ](?:\.[A-ZÀ-Þ])+")
_ADDRESS = re.compile(r"[/@]|www\b")
# Words that open sentences: those that no name holds, and articles, which some do (J. Le Goff).
_PRONOUN = re.compile(
    r"(?:«\s?)?(?:Ils?|Elles?|On|Ce|Cet|Cette|Ces|C['’]|Mais|Et|Or|En|Au|Aux|À|Dans|Pour|Par|Puis|"
    r"Son|Sa|Ses|Leurs?|Nous|Vous|Je|J['’]|Tu|Quand|Si|Selon|Après|Avant|Depuis|He|She|It|They|We|"
    r"In|But|This)(?:\b|(?<=['’]))"
)
_ARTICLE = re.compile(r"(?:«\s?)?(?:L['’]|(?:Les?|La|Une?|Des|Du|A|The)\b)")
_DASH = re.compile(r"[–—-]\s")
_ITEM = re.compile(r"\d{1,3}|[a-zA-Z]|[IVX]+")


class _Cut(NamedTuple):
    """A candidate: the word before the mark, the mark, its closers, and what follows the gap.

    `next` is the first letter or digit there, past opening quotes and dashes; `fresh` tells that
    the sentence has hardly begun.
    """

    word: str
    mark: str
    close: str
    right: str
    next: str
    stuck: bool
    fresh: bool

    @property
    def opens(self) -> bool:
        return bool(_PRONOUN.match(self.right) or _ARTICLE.match(self.right))


def _lower_follows(cut: _Cut) -> bool | None:
    """A small letter goes on: « Oui ! » répond-il; il hésite… puis part."""
    return False if cut.next.islower() and not _DASH.match(cut.right) else None


def _interview_dash(cut: _Cut) -> bool | None:
    """A dash after a full stop gives the word to somebody else."""
    return True if _DASH.match(cut.right) and cut.next.isupper() else None


def _space_before_mark(cut: _Cut) -> bool | None:
    """A closing guillemet alone after the gap belongs to the sentence before."""
    return False if cut.right.startswith(("»", "”", ")", "]")) else None


def _strong(cut: _Cut) -> bool | None:
    return None if cut.mark == "." else True


def _closed(cut: _Cut) -> bool | None:
    return True if cut.close.strip() else None


def _enumeration(cut: _Cut) -> bool | None:
    """A number at the head opens an item: 1. Texte."""
    return False if cut.fresh and _ITEM.fullmatch(cut.word) else None


def _address(cut: _Cut) -> bool | None:
    """www.Exemple.fr, m.Dupont@exemple.fr: what is stuck together may be one word."""
    rest = cut.right.split(maxsplit=1)[0] if cut.right else ""
    return False if cut.stuck and _ADDRESS.search(f"{cut.word} {rest}") else None


def _never_last(cut: _Cut) -> bool | None:
    return False if cut.word in _NEVER_LAST else None


def _before_name(cut: _Cut) -> bool | None:
    return cut.opens if cut.word.lower() in _BEFORE_NAMES else None


def _before_code(cut: _Cut) -> bool | None:
    # P. is a first name, p. a page.
    word = cut.word.lower() if len(cut.word) > 1 else cut.word
    coded = word in _BEFORE_CODES or word.endswith(("°", "º"))
    return bool(_CAPITALISED.match(cut.right)) if coded else None


def _era(cut: _Cut) -> bool | None:
    """An era ends a sentence before a capital: av. J.-C. Les Romains."""
    return cut.next.isupper() if cut.word.endswith("J.-C") else None


def _acronym(cut: _Cut) -> bool | None:
    """O.N.U. goes on before a name as often as it ends; a new sentence shows by its word."""
    return cut.opens if _ACRONYM.fullmatch(cut.word) else None


def _initial(cut: _Cut) -> bool | None:
    """A single capital is a first name, or goes with a number: J. K. Rowling, art. L. 121."""
    if not _INITIALS.fullmatch(cut.word):
        return None
    return bool(_PRONOUN.match(cut.right) or (len(cut.word) > 1 and cut.opens))


RULES: tuple[Callable[[_Cut], bool | None], ...] = (
    _space_before_mark,
    _interview_dash,
    _lower_follows,
    _strong,
    _closed,
    _address,
    _enumeration,
    _era,
    _never_last,
    _before_name,
    _before_code,
    _acronym,
    _initial,
)


def segment(text: str, span: Span) -> list[Span]:
    """The sentences of a block of `text`: in order, trimmed, only white space between them."""
    starts = [span.start, *_cuts(text, span)]
    ends = [*starts[1:], span.end]
    found = (_trim(text, *pair) for pair in zip(starts, ends, strict=True))
    return [part for sentence in found if sentence for part in _parts(text, sentence)]


def _parts(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence itself, or parts of one that is longer than a reader takes in."""
    rest: Span | None = sentence
    while rest and len(rest) > LONGEST:
        end = _pause(text, rest.start)
        part, rest = _trim(text, rest.start, end), _trim(text, end, rest.end)
        if part:
            yield part
    if rest:
        yield rest


def _pause(text: str, start: int) -> int:
    """Where a long sentence is cut: in the second half of what it may hold, past the last semicolon
    or colon, or else past the last comma, word or character."""
    for kind in _PAUSES:
        found = [one.end() for one in kind.finditer(text, start + LONGEST // 2, start + LONGEST)]
        if found:
            return found[-1]
    return start + LONGEST


def _cuts(text: str, span: Span) -> Iterator[int]:
    """Where a sentence begins after another one."""
    start = span.start
    for found in _CUT.finditer(text, span.start, span.end):
        if found.end() < span.end and _splits(_seen(text, found, start, span.end)):
            start = found.end()
            yield start


def _seen(text: str, found: re.Match[str], start: int, end: int) -> _Cut:
    left = text[max(start, found.start() - _LOOK) : found.start()].rstrip()
    right = text[found.end() : min(end, found.end() + _LOOK)]
    return _Cut(
        word=_BEFORE_WORD.sub("", left),
        mark=found["mark"],
        close=found["close"] or "",
        right=right,
        next=right.lstrip("«“\"'(‘[ \u00a0\u202f–—-")[:1],
        stuck=found["stuck"] is not None,
        fresh=found.start() - start <= 4,
    )


def _splits(cut: _Cut) -> bool:
    for rule in RULES:
        opinion = rule(cut)
        if opinion is not None:
            return opinion
    return True


def _trim(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    return Span(begin, begin + len(words.strip())) if words.strip() else None
