"""French sentences with offsets: cut at every mark, unless a rule says that the mark ends nothing.

The idea is razdel's (github.com/natasha/razdel): candidates, then a list of small rules that look
at the words on both sides; the first that has an opinion wins. The text is never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qa.types import Span

_CLOSERS = "»”\"'’)]"
# A mark, what closes after it, and white space; or a full stop stuck to the next sentence. The
# space before » belongs to the mark: "système . »".
_CUT = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>(?:[^\S\n]?[»”)\]]|[\"'’](?=\s|$))*+)(?P<gap>\s+)"
    r"|(?<=[a-zà-ÿ]{2})(?P<stuck>[.!?])(?=[A-ZÀ-Þ][a-zà-ÿ])"
)
_WORD = re.compile(r"[^\s«“\"(\[]+$")
_LOOK = 48
"""Characters looked at on each side of a mark: rules stay local, and the whole linear."""

# Never at a sentence's end: a name, number or title follows.
_OPEN = frozenset(
    "m mm mr mrs ms dr drs pr prof me mgr st ste art al p pp vol chap fig cf vs n no nos num "
    "éd ed trad dir coll t réf ref boul bd av tél tel gén col cap lt sgt hon rév rev ex env "
    "approx c.-à-d p.ex ca max min resp sup inf".split()
)
# Often followed by a number or a lower-case word, and sometimes at a sentence's end.
_EITHER = frozenset(
    "etc janv févr fév avr juil sept oct nov déc jan feb aug dec s h r.-v id ibid op cit ndlr "
    "cie inc ltd co j.-c s.a u.s u.k a.m p.m".split()
)
_CAPITAL = re.compile(r"[^\W\d_]")
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[-‑]?)*[A-ZÀ-Þ]")
_ACRONYM = re.compile(r"(?:[A-ZÀ-Þ]\.){2,}[A-ZÀ-Þ]?|[A-ZÀ-Þ](?:\.[A-ZÀ-Þ])+")
_DASH = re.compile(r"[–—-]\s")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A candidate: the word before the mark, the mark, its closers, and what follows the gap."""

    word: str
    mark: str
    close: str
    right: str
    fresh: bool

    @property
    def next(self) -> str:
        """The first letter or digit that follows, past opening quotes and dashes."""
        return self.right.lstrip("«“\"'(‘[ \u00a0\u202f–—-")[:1]


Rule = Callable[[_Cut], bool | None]


def _lower_follows(cut: _Cut) -> bool | None:
    """A small letter goes on: « Oui ! » répond-il; il hésite… puis part."""
    return False if cut.next.islower() and not _DASH.match(cut.right) else None


def _interview_dash(cut: _Cut) -> bool | None:
    """A dash after a full stop gives the word to somebody else."""
    return True if _DASH.match(cut.right) and cut.next.isupper() else None


def _space_before_mark(cut: _Cut) -> bool | None:
    """A closing guillemet alone after the gap belongs to the sentence before."""
    return False if cut.right[:1] in tuple("»”)]") else None


def _strong(cut: _Cut) -> bool | None:
    return True if re.search("[!?…]", cut.mark) or len(cut.mark) > 1 else None


def _closed(cut: _Cut) -> bool | None:
    """A full stop inside quotation marks or parentheses closes a sentence."""
    return True if cut.close.strip() else None


def _enumeration(cut: _Cut) -> bool | None:
    """A number at the head opens an item: 1. Texte."""
    return False if cut.fresh and re.fullmatch(r"\d{1,3}|[a-zA-Z]|[IVX]+", cut.word) else None


def _open_abbreviation(cut: _Cut) -> bool | None:
    word = cut.word.lower()
    if word in {"av", "apr"}:
        return False if re.match(r"J\.|\w", cut.right) else None
    return False if word in _OPEN and cut.word != "ME" else None


def _era(cut: _Cut) -> bool | None:
    """An era ends a sentence before a capital: av. J.-C. Les Romains."""
    return cut.next.isupper() if cut.word.endswith("J.-C") else None


def _number_follows(cut: _Cut) -> bool | None:
    """A number goes with the abbreviation before: janv. 2020."""
    word = cut.word.lower()
    short = word in _EITHER or word.endswith(("°", "º"))
    return False if short and cut.next.isdigit() else None


def _acronym(cut: _Cut) -> bool | None:
    """O.N.U. goes on before a name as often as it ends; a new sentence shows by its word."""
    if _ACRONYM.fullmatch(cut.word) and cut.word.count(".") + 1 >= 2:
        return bool(_OPENER.match(cut.right))
    return None


def _initial(cut: _Cut) -> bool | None:
    """A single capital is a first name, or goes with a number: J. K. Rowling, art. L. 121."""
    if _INITIALS.fullmatch(cut.word) and (cut.next.isupper() or cut.next.isdigit()):
        return bool(_OPENER.match(cut.right)) and len(cut.word) > 1
    return None


# Words that open sentences and hardly ever stand in names.
_OPENER = re.compile(
    r"(?:«\s?)?(?:Les?|La|L['’]|Il|Ils|Elles?|On|Un|Une|Des|Du|Ce|Cet|Cette|Ces|C['’]|Mais|Et|Or|"
    r"En|Au|Aux|À|Dans|Pour|Par|Puis|Son|Sa|Ses|Leurs?|Nous|Vous|Je|J['’]|Tu|Quand|Si|Selon|"
    r"Après|Avant|Depuis|The|He|She|It|They|We|In|But|This|A)\b"
)

RULES: tuple[Rule, ...] = (
    _space_before_mark,
    _interview_dash,
    _lower_follows,
    _strong,
    _closed,
    _enumeration,
    _era,
    _open_abbreviation,
    _number_follows,
    _acronym,
    _initial,
)


def segment(text: str, span: Span) -> list[Span]:
    """The sentences of a block of `text`: in order, trimmed, only white space between them."""
    starts = [span.start, *_cuts(text, span)]
    ends = [*starts[1:], span.end]
    return [found for pair in zip(starts, ends, strict=True) if (found := _trim(text, *pair))]


def _cuts(text: str, span: Span) -> Iterator[int]:
    """Where a sentence begins after another one."""
    start = span.start
    for found in _CUT.finditer(text, span.start, span.end):
        if found.end() < span.end and _splits(_seen(text, found, start, span.end)):
            start = found.end()
            yield start


def _seen(text: str, found: re.Match[str], start: int, end: int) -> _Cut:
    left = text[max(start, found.start() - _LOOK) : found.start()].rstrip()
    word = _WORD.search(left)
    before = found.start() - start
    return _Cut(
        word=re.split("['’]", word.group())[-1] if word else "",
        mark=found["mark"] or found["stuck"],
        close=found["close"] or "",
        right=text[found.end() : min(end, found.end() + _LOOK)],
        fresh=before <= 4,
    )


def _splits(cut: _Cut) -> bool:
    opinions = (rule(cut) for rule in RULES)
    return next((opinion for opinion in opinions if opinion is not None), True)


def _trim(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    return Span(begin, begin + len(words.strip())) if words.strip() else None
