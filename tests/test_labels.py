"""Labels: front matter is indexed under the words that people ask for it with."""

from __future__ import annotations

import pytest
from shipped import shipped

from qa.labels import search_text
from qa.terms import terms
from qa.types import Document, Kind, Sentence, Span


def label(kind: Kind, words: str) -> str:
    """What stands before the words of a sentence of this kind."""
    sentence = Sentence(0, Span(0, len(words)), kind)
    document = Document("a", "a.txt", "sha256:0", "A", "fr", words, (sentence,))
    found = search_text(document, sentence)
    assert found.endswith(words)
    return found.removesuffix(words)


@pytest.mark.parametrize(
    ("kind", "words", "asked"),
    [
        ("title", "Le musée rouvre", "Quel est le titre ?"),
        ("title", "Le musée rouvre", "What is the topic of the article?"),
        ("byline", "Author, George Wright", "Qui est l'auteur ?"),
        ("byline", "Par Jean Dupont", "Quel journaliste a écrit cet article ?"),
        ("byline", "Par Jean Dupont", "Who is the author?"),
        ("byline", "Role, BBC News", "Quel média publie l'article ?"),
        ("byline", "Source : AFP", "Which newspaper published it?"),
        ("date", "date 2023-09", "De quand date l'article ?"),
        ("date", "Publié le 3 mai 2021", "Quelle est la date de publication ?"),
        ("date", "03/05/21", "When was it published?"),
        ("date", "Mis à jour il y a 2 jours (3 mai 2021)", "date de publication"),
    ],
)
def test_what_people_ask_shares_terms_with_the_label(kind: Kind, words: str, asked: str) -> None:
    assert set(terms(asked)) & set(terms(label(kind, words)))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("date", "il y a 23 minutes"),
        ("date", "Mis à jour il y a 2 heures"),
        ("date", "2 hours ago"),
        ("paragraph", "Publié le 3 mai 2021, ce roman a eu du succès."),
        ("heading", "L'auteur"),
        ("caption", "Crédit photo, Getty Images"),
        ("list_item", "- un élément"),
    ],
)
def test_what_has_no_label(kind: Kind, words: str) -> None:
    assert label(kind, words) == ""


def test_publishers_and_authors_are_told_apart() -> None:
    publisher, author = label("byline", "Role, BBC News"), label("byline", "Author, Jean")
    assert publisher != author
    assert not set(terms(publisher)) & {"auteur", "author"}


def test_the_shipped_seed_has_one_line_for_each_question() -> None:
    document = shipped()
    labelled = [
        document.words(one.span)
        for one in document.sentences
        if search_text(document, one) != document.words(one.span)
    ]
    assert labelled == [
        "date 2023-09",
        document.title,
        "Author, George Wright et Jean Mackenzie",
        "Role, BBC News",
    ]
