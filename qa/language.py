"""The language of a question or a text: its common words vote, then langdetect, else unknown."""

from __future__ import annotations

import re
import threading

_WORD = re.compile(r"[^\W\d_]+")
# "l'article", "d’or", and "l article" as some type it.
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu)(?:['’]\w|\s[aeiouhyàâéèêîôû])", re.I)
_CONTRACTION = re.compile(r"\w['’](?:s|re|ve|ll|d|t)\b", re.I)
# Not in names: English questions about French people are full of these.
_ACCENTED = re.compile(r"\b[a-zéèêëàâçùûîïôœ]*[éèêëàâçùûîïôœ]")

_FRENCH = frozenset(
    # Function words
    "le la les un une des du de et est sont qui que quoi quel quelle quels quelles quand où ou "
    "comment pourquoi combien dans sur avec pour par au aux ce cet cette ces cela ça ca il elle "
    "ils elles nous vous je son sa ses leur leurs pas ne plus depuis chez vers sous entre sans "
    "était etait ont été fait peut dit faut veut selon y en se lui si lequel laquelle dont donc "
    "mais cest quest avait sera doit aussi encore même meme après apres avant tout tous toute "
    # Courtesies, and words of keyword queries
    "bonjour bonsoir salut merci beaucoup oui non revoir coucou "
    "auteur titre lieu nombre prix nom mort naissance mariage signification sens maison ville "
    "pays année annee siècle guerre coree corée russe russes armes accord résumé fils mère père "
    "femme homme enfants habitants capitale hauteur longueur durée vie fin début debut hiver été "
    "vide assurance sert reste montant taux loi emploi recette entreprise rencontre voyage "
    "largent jour jours mois ans heure horaires adresse ouverture incendie définition".split()
)
_ENGLISH = frozenset(
    # Function words
    "the an of and is are was were who what which when where why how whose whom does did do in "
    "with for by to from at this that these those it he she they his her their its not has have "
    "had been will would can could should many much about into than there old whats wheres whos "
    "you your my we i if so but any some after before between during "
    # Courtesies, and words of keyword queries
    "hello hi hey thanks thank please good morning yes bye goodbye "
    "author title number name death birth wedding meaning house city country year century war "
    "korea russian weapons deal summary son father mother wife children height length average "
    "take home pay law job company meeting trip advertising day days month months hour opening "
    "hours address fire definition wrote written cost price low high first last".split()
)
# What neither French nor English says; it calls for langdetect.
_OTHER = frozenset(
    "el los las del quién quien qué cuándo cuando cuánto cuántas cuántos dónde donde cómo según "
    "por una para con fue está der das ist sind wer warum wie wann wo und nicht welche welcher "
    "welchem welches dem den ein eine einem einen wurde von mit zu im für chi perché dove quando "
    "quanto quante quanti nella nel della delle dei gli di che è sono questo questa het een van "
    "waarom wil waar hoe em uma não na da com".split()
)
# A title or a saying that is asked about.
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_INVERTED = re.compile("[¿¡]")

_CLEAR = 2
"""Votes ahead that decide alone."""
_FIRST = 2
"""Votes more of a question's first word: the rest may be full of foreign names."""
_SHORT = 60
"""Characters under which langdetect is only believed about French and English."""


def detect(text: str) -> str:
    """ISO 639-1 code, or `unknown`."""
    asked = _QUOTED.sub(" ", text)
    text = asked if _WORD.search(asked) else text
    words = [word.lower() for word in _WORD.findall(text)]
    lead = _french_lead(text, words)
    other = sum(word in _OTHER for word in words) + 2 * bool(_INVERTED.search(text))
    if other > 1 and 2 * other >= abs(lead):
        return _langdetect(text)
    if abs(lead) >= _CLEAR:
        return "fr" if lead > 0 else "en"
    return _guess(text, lead)


def _guess(text: str, lead: int) -> str:
    guess = _langdetect(text)
    if len(text) >= _SHORT or (guess in {"fr", "en"} and lead == 0):
        return guess
    return "fr" if lead > 0 else "en" if lead < 0 else "unknown"


def _french_lead(text: str, words: list[str]) -> int:
    """How many votes French has more than English."""
    french = sum(word in _FRENCH for word in words) + len(_ELISION.findall(text))
    english = sum(word in _ENGLISH for word in words) + len(_CONTRACTION.findall(text))
    first = words[0] if words else ""
    opening = _FIRST * ((first in _FRENCH) - (first in _ENGLISH))
    return french - english + opening + bool(_ACCENTED.search(text))


_detecting = threading.Lock()
"""Langdetect reads its profiles on its first use, and is half ready for others meanwhile."""


def _langdetect(text: str) -> str:
    # Imported here: it reads its profiles, which short French and English questions do not need.
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0  # it draws random samples
    try:
        with _detecting:
            best = detect_langs(text)[0]
    except LangDetectException:
        return "unknown"
    return str(best.lang)[:2] if best.prob > 0.8 else "unknown"
