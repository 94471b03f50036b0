"""Deciding: the order of candidates, the calibration's arithmetic, the words that nothing holds."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from qa import Document, Engine, Settings
from qa.calibration import Calibration, Weights, shipped
from qa.deciding import answers, evidence, missing_terms, ranked
from qa.index import load
from qa.types import Candidate, Extract, Hit


@pytest.fixture(scope="module")
def document(engine: Engine) -> Document:
    return engine.documents[0]


def candidates(document: Document, *margins: float) -> list[Candidate]:
    chosen = document.sentences[7 : 7 + len(margins)]
    extracts = [
        Extract(document, one, one.span, margin)
        for one, margin in zip(chosen, margins, strict=True)
    ]
    hits = [Hit(document, one, 1.0, (0.5, 0.4, 3.0, 0.6, 2.0)) for one in chosen]
    return ranked(extracts, hits, (1.0, 0.1))


def test_both_scores_order(document: Document) -> None:
    assert [one.extract.score for one in candidates(document, 1.0, 5.0, -2.0)] == [5.0, 1.0, -2.0]


def test_only_close_and_likely_extracts_are_cited_beside_the_best(document: Document) -> None:
    assert len(answers(candidates(document, 5.0, 4.5, 1.0))) == 2
    assert len(answers(candidates(document, 0.5, -0.5))) == 1


def test_evidence_fits_the_shipped_calibration(document: Document) -> None:
    fitted = shipped()
    sure = evidence("Où va Kim ?", candidates(document, 9.0, -8.0), 60)
    unsure = evidence("Où va Kim ?", candidates(document, -9.0, -9.5), 60)
    assert len(sure) == len(fitted.centre) == len(fitted.weights) - 1
    assert 0 < fitted.confidence(unsure) < fitted.confidence(sure) < 1


def test_threshold_is_the_lowest_that_reaches_the_precision() -> None:
    weights = ((0.0, 1.0), (0.0, 0.0))
    curve = ((0.6, 0.2), (0.8, 0.5))
    fitted = Calibration(Weights(1, 0, 0, 0, 0), (1, 0), (0.0,), (1.0,), weights, curve)
    assert fitted.threshold(0.5) == 0.2
    assert fitted.threshold(0.7) == 0.5
    assert fitted.threshold(0.9) == 1.0
    assert replace(fitted, centre=(1e9,)).confidence([0.0]) > 0


def test_the_logit_is_a_quadratic_form() -> None:
    weights = ((0.5, 1.0, -2.0), (0.0, 0.25, 3.0), (0.0, 0.0, 1.5))
    fitted = Calibration(Weights(1, 0, 0, 0, 0), (1, 0), (1.0, 2.0), (2.0, 4.0), weights, ())
    a, b = (3.0 - 1.0) / 2.0, (4.0 - 2.0) / 4.0
    logit = 0.5 + a - 2 * b + 0.25 * a * a + 3 * a * b + 1.5 * b * b
    assert fitted.confidence([3.0, 4.0]) == pytest.approx(1 / (1 + math.exp(-logit)))


def test_a_higher_target_is_never_more_talkative() -> None:
    fitted = shipped()
    limits = [fitted.threshold(step / 20) for step in range(1, 20)]
    assert limits == sorted(limits)


def test_missing_terms_are_the_users_words(engine: Engine, settings: Settings) -> None:
    index = load(settings)
    asked = "Kim aime-t-il la Ratatouille ?"
    assert missing_terms(index, asked, "fr") == ("aime", "Ratatouille")


def test_of_other_languages_only_names_and_numbers_are_missing(
    engine: Engine, settings: Settings
) -> None:
    index = load(settings)
    asked = "Would Kim need Mozart's advice in 1791?"
    assert missing_terms(index, asked, "en") == ("Mozart", "1791")
