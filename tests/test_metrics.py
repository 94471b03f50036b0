"""The figures of an evaluation, on cases worked out by hand."""

from __future__ import annotations

import pytest

from qa import metrics


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("L’Élysée !", "élysée"),
        ("la Chine", "chine"),
        ("d'armes et d'argent", "armes et argent"),
        ("qu’un", ""),
        ("« improbable »", "improbable"),
        ("The cat, a dog", "cat dog"),
        ("aujourd'hui", "aujourd hui"),
        ("15 %", "15"),
    ],
)
def test_normalisation_drops_case_punctuation_articles_and_elisions(text: str, same: str) -> None:
    assert metrics.normalised(text) == same


@pytest.mark.parametrize(
    ("quote", "answers", "exact", "f1"),
    [
        ("en avril 2019", ["avril 2019"], 0.0, 0.8),
        ("La Chine.", ["Corée", "chine"], 1.0, 1.0),
        ("rien", ["tout"], 0.0, 0.0),
        ("rien", [], 0.0, 0.0),
        ("la", ["le"], 1.0, 1.0),
        ("non non", ["non"], 0.0, 2 / 3),
    ],
)
def test_a_quote_is_compared_with_the_best_answer(
    quote: str, answers: list[str], exact: float, f1: float
) -> None:
    assert metrics.exact_match(quote, answers) == exact
    assert metrics.token_f1(quote, answers) == pytest.approx(f1)


def test_ranks_count_from_one() -> None:
    assert metrics.hit_at([False, True], 1) == 0.0
    assert metrics.hit_at([False, True], 3) == 1.0
    assert metrics.reciprocal_rank([False, True, True]) == 0.5
    assert metrics.reciprocal_rank([]) == 0.0


def test_auc_is_the_share_of_pairs_in_order() -> None:
    assert metrics.auc([True, False, True, False], [0.9, 0.5, 0.4, 0.1]) == 0.75
    assert metrics.auc([True, True], [0.9, 0.5]) is None


def test_calibration_error_is_nought_when_what_is_said_is_so() -> None:
    assert metrics.calibration_error([True] * 20, [1.0] * 20) == 0.0
    assert metrics.calibration_error([True, False] * 10, [0.5] * 20) == pytest.approx(0.0)
    assert metrics.calibration_error([False] * 20, [0.8] * 20) == pytest.approx(0.8)


def test_calibration_error_does_not_let_bins_cancel_out() -> None:
    low_but_right, high_but_wrong = [True] * 10, [False] * 10
    said = [0.1] * 10 + [0.9] * 10
    assert metrics.calibration_error(low_but_right + high_but_wrong, said) == pytest.approx(0.9)


def test_nothing_measured_is_none_and_not_nought() -> None:
    assert metrics.mean([]) is None
    assert metrics.percentile([], 50) is None
    assert metrics.calibration_error([], []) is None


def test_percentiles_are_interpolated() -> None:
    assert metrics.percentile([1.0, 2.0, 3.0, 4.0], 50) == 2.5
    assert metrics.mean([1.0, 2.0]) == 1.5
