"""Terms: spellings of the same word meet, and what carries no meaning is left out."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.terms import STOP_WORDS, fold, surface_terms, terms


def without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(one for one in decomposed if not unicodedata.combining(one))


@pytest.mark.parametrize(
    "same",
    [
        "l’ONU|l'ONU|L'ONU|lʼONU|l´ONU|l‘ONU|l`ONU|onu",
        "nord-coréen|nord-coréenne|nord-coréens|nord-coréennes|Nord Coréen|nord-coreenne",
        "arme|armes|ARMES",
        "satellite|satellites",
        "cheval|chevaux",
        "national|nationale|nationaux|nationales",
        "indiquer|indiqué|indiquée|indiqués|indiquées|indiquees",
        "musée|musées|musee|musees",
        "1 340|1\u00a0340|1\u202f340|1.340|1,340|1340",
        "12 345 678|12\u202f345\u202f678|12.345.678",
        "3,5|3.5",
        "1 340,5|1.340,5|1340.5",
        "0,125|0.125",
        "œuvre|oeuvre|Œuvres|OEUVRES",
        "cœur|coeur",
        "Élysée|elysee|ÉLYSÉE|E\u0301lyse\u0301e",
        "aujourd’hui|aujourd'hui|AUJOURD’HUI",
        "jusqu’à Séoul|jusqu'a Seoul|Séoul",
        "qu’il n’y a d’armement|armement",
        "km²|km2",
        "Straße|strasse",
        "Kim's|Kim’s|Kim",
    ],
)
def test_spellings_of_the_same(same: str) -> None:
    first, *others = same.split("|")
    assert terms(first)
    for other in others:
        assert terms(other) == terms(first), other


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("en 2019 340 personnes", ["2019", "340", "personnes"]),
        ("le 28.03.2024", ["28.03", "2024"]),
        ("3,5 %", ["3,5"]),
        ("10h30 le 1er mai", ["10h30", "1er", "mai"]),
        ("snake_case", ["snake", "case"]),
        ("Élysée", ["Élysée"]),
        ("北京 Москва", ["北京", "Москва"]),
        ("presqu’île", ["île"]),
        ("Jeanne d’Arc", ["Jeanne", "Arc"]),
    ],
)
def test_words_as_they_are_written(text: str, words: list[str]) -> None:
    assert [surface for _, surface in surface_terms(text)] == words


def test_different_words_stay_apart() -> None:
    for pair in ["Corée|Chine", "1340|1341", "3,5|35", "2019|2020", "nord|sud"]:
        one, other = pair.split("|")
        assert terms(one) != terms(other)


@pytest.mark.parametrize(
    "text",
    [
        "Qu’est-ce que c’est ?",
        "Où est-il et pourquoi ?",
        "What is it and why?",
        "Who was there?",
        "à été même",
        "… « » – !",
        "",
    ],
)
def test_function_words_are_no_terms(text: str) -> None:
    assert terms(text) == []


@pytest.mark.parametrize("word", ["or", "but", "ans", "non", "art", "main", "fin", "Paul"])
def test_words_that_mean_something_in_french_are_kept(word: str) -> None:
    assert terms(word)


def test_stop_words_are_folded() -> None:
    assert all(word == fold(word) for word in STOP_WORDS)


def test_repetitions_and_order_are_kept() -> None:
    noir, chat = terms("noir") + terms("chat")
    assert terms("chat noir, chat") == [chat, noir, chat]


PIECES = [*"abcdeilnorstuéèêàâçùîôœ -.,1", "l’", "d'", "qu’", "ç’", "tée ", "ées "]
FRENCH = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(FRENCH)
def test_accents_do_not_matter(text: str) -> None:
    assert terms(without_accents(text)) == terms(text)


@given(st.text())
def test_terms_are_words_without_white_space(text: str) -> None:
    found = surface_terms(text)
    assert [term for term, _ in found] == terms(text)
    for term, surface in found:
        assert term
        assert not any(map(str.isspace, term))
        assert surface in unicodedata.normalize("NFC", text) or surface == "aujourdhui"


@given(st.text())
def test_composition_does_not_matter(text: str) -> None:
    assert terms(unicodedata.normalize("NFD", text)) == terms(unicodedata.normalize("NFC", text))


@given(st.text())
def test_fold_is_idempotent(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_threads_do_not_share_a_stemmer() -> None:
    texts = ["nord-coréennes indiquées", "satellites chevaux"] * 200
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(terms, texts)) == list(map(terms, texts))
