"""Permanent citations: never a wrong highlight, whatever becomes of the document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Engine, Settings
from qa.anchoring import anchor
from qa.contract import AskBody
from qa.errors import UnknownDocumentError
from qa.rendering import CONTEXT
from qa.types import Citation, Selector, Span

TEXT = "Le phare d’Eckmühl\n\nLe phare fut allumé en 1897. Il mesure 65 mètres. Il est en granit."
OTHER = "Le phare d’Eckmühl\n\nEn Bretagne, le phare fut allumé en 1897. Il mesure 65 mètres."


def selector(text: str, span: Span) -> Selector:
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end :][:CONTEXT]
    return Selector(span.of(text), before, after)


@given(st.text("ab .", min_size=1, max_size=60), st.data())
def test_a_quote_is_found_in_its_own_text_or_not_at_all(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = anchor(text, selector(text, span))
    assert found == span or found is None
    if len(text) > 2 * CONTEXT:
        assert found == span


@pytest.mark.parametrize(
    ("now", "where"),
    [
        ("Le phare fut allumé en 1897. Il mesure 65 mètres.", 23),
        ("Ajouté. Le phare fut allumé en 1897. Le reste est neuf.", 31),
        ("Le phare fut allumé en 1898.", None),
        ("La gare ouvrit en 1897, bien avant la guerre.", None),
        ("En 1897, rien. Le phare fut allumé en 1897. Il mesure 65 mètres.", 38),
        ("Le phare fut allumé en 1897. Le phare fut allumé en 1897.", None),
    ],
)
def test_where_the_words_are_now(now: str, where: int | None) -> None:
    start = TEXT.index("1897")
    found = anchor(now, selector(TEXT, Span(start, start + 4)))
    assert (found and found.start) == where


class Place:
    """A folder with one document, its engine and a citation from it."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(seeds=folder / "seeds", index=folder / "index")
        settings.seeds.mkdir(parents=True)
        self.path = settings.seeds / "phare.txt"
        (settings.seeds / "pont.txt").write_text("Le pont est long. Il est haut.", encoding="utf-8")
        self.path.write_text(TEXT, encoding="utf-8")
        self.engine = Engine(settings)
        self.engine.load(build=True)
        answer = self.engine.ask(AskBody(question="Quand le phare d’Eckmühl fut-il allumé ?"))
        self.citation: Citation = answer.citations[0]

    def write(self, text: str | None) -> None:
        if text is None:
            self.path.unlink()
        else:
            self.path.write_text(text, encoding="utf-8")
        self.engine.load(build=True)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def pin(place: Place) -> tuple[str, str, Selector]:
    cited = place.citation
    quote = selector(cited.document.text, cited.quote)
    return cited.document.id, cited.document.version, quote


def test_the_version_cited_is_shown_while_it_is_kept(place: Place) -> None:
    assert place.engine.pinned(*pin(place)).state == "current"
    place.write(OTHER)
    shown = place.engine.pinned(*pin(place))
    assert (shown.state, shown.document.text) == ("previous", TEXT)
    assert shown.quote == place.citation.quote
    place.write(OTHER + " De loin.")
    shown = place.engine.pinned(*pin(place))
    assert (shown.state, shown.document.text) == ("changed", OTHER + " De loin.")
    assert shown.quote
    assert shown.document.words(shown.quote) == place.citation.exact
    assert shown.sentence
    assert shown.sentence.span.holds(shown.quote)


def test_words_that_are_gone_are_not_highlighted_elsewhere(place: Place) -> None:
    for text in ("Le phare brûla en 1950.", "Le phare brûla en 1951. Il n’est plus."):
        place.write(text)
    shown = place.engine.pinned(*pin(place))
    assert (shown.state, shown.quote, shown.sentence) == ("gone", None, None)


def test_a_document_of_another_name_is_the_same(place: Place) -> None:
    pinned = pin(place)
    place.path.rename(place.path.with_name("feu.txt"))
    place.engine.load(build=True)
    shown = place.engine.pinned(*pinned)
    assert (shown.state, shown.document.id, shown.quote) == ("current", "feu", place.citation.quote)


def test_a_document_that_is_gone_is_shown_while_it_is_kept(place: Place) -> None:
    place.write(None)
    assert place.engine.pinned(*pin(place)).state == "previous"
    place.path.with_name("autre.txt").write_text("Une autre phrase.", encoding="utf-8")
    place.engine.load(build=True)
    with pytest.raises(UnknownDocumentError):
        place.engine.pinned(*pin(place))
