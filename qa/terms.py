"""Search terms: what is left of words once their inflection, accents and elisions are gone."""

from __future__ import annotations

import re
import threading
import unicodedata

import Stemmer

FINGERPRINT = "french-snowball-1"
"""Part of the index id: raise it with any change of what `terms` gives."""

# Digits with their separators; or letters and digits of any script.
_TOKEN = re.compile(r"\d+(?:[ \u00a0\u202f.,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+[.,]\d+|[^\W_]+")
_ELISION = re.compile(
    r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr)['’ʼ](?=\w)", re.I
)
_KEPT = re.compile(r"aujourd['’ʼ]hui", re.I)
_SEPARATOR = re.compile(r"[ \u00a0\u202f](?=\d{3})|[.,](?=\d{3}(?!\d))")

_FRENCH = """
a afin ai aie aient ainsi alors apres as au aucun aucune aura aurait aussi autre autres aux avaient
avait avant avec avoir ayant car ce ceci cela celle celles celui ces cet cette ceux chaque chez
combien comme comment d dans de des donc dont du elle elles en encore entre est et etaient etait
etant ete etes etre eu eux fait faire faut fut ici il ils j je l la laquelle le lequel les lesquels
leur leurs lors lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont ou par parce
pas peut peuvent plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se
selon sera serait ses si soit son sont sous sur t ta te tes toi ton tous tout toute toutes tres tu
un une vers vos votre vous y
"""
_ENGLISH = """
about an and any are at be been being but by can could did do does doing for from had has have he
her him his how i if in into is it its me more my of or our she should so than that the their them
there these they this those to was we were what when where which who whom whose why will with would
you your
"""
STOP_WORDS = frozenset((_FRENCH + _ENGLISH).split())
"""Without accents. Words of one language that mean something in the other stay out of the list."""

_local = threading.local()


def terms(text: str) -> list[str]:
    """The terms of a text, in order, with repetitions, stop words left out."""
    words = [word for _, word in _words(text)]
    stemmed: list[str] = _stemmer().stemWords(words)
    return stemmed


def surface_terms(text: str) -> list[tuple[str, str]]:
    """The terms of a text, each with the word it comes from as it is written."""
    pairs = _words(text)
    stems = _stemmer().stemWords([word for _, word in pairs])
    return [(stem, surface) for stem, (surface, _) in zip(stems, pairs, strict=True)]


def _words(text: str) -> list[tuple[str, str]]:
    plain = _ELISION.sub("", _KEPT.sub("aujourdhui", text))
    found = [(surface, fold(surface)) for surface in _TOKEN.findall(plain)]
    return [(surface, word) for surface, word in found if word not in STOP_WORDS]


def fold(word: str) -> str:
    """Lower case, without accents, ligatures undone, digits joined: "1 340" gives "1340"."""
    lowered = word.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    if lowered[0].isdigit():
        return _SEPARATOR.sub("", lowered).replace(",", ".")
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def _stemmer() -> Stemmer.Stemmer:
    # A stemmer keeps state while it works: one a thread.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("french")
    stemmer: Stemmer.Stemmer = _local.stemmer
    return stemmer
