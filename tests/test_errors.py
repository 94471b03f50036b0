"""Errors: each has its code, builds its own message, and stands in the tree of the docstring."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa import errors
from qa.errors import VerbatimError

PLACE = Path("a/b")
# Codes are part of the API: a change here is a change of the contract.
EXAMPLES = {
    "address_unusable": errors.AddressError("::1", 80, "in use"),
    "empty_question": errors.EmptyQuestionError(),
    "index_busy": errors.IndexBusyError(PLACE),
    "index_corrupt": errors.IndexCorruptError(PLACE, "it is short"),
    "index_missing": errors.IndexMissingError(PLACE),
    "index_stale": errors.IndexStaleError("another model"),
    "index_write": errors.IndexWriteError(PLACE, "no space"),
    "invalid_request": errors.InvalidRequestError("no JSON"),
    "invalid_setting": errors.SettingError("QA_PORT", "x", "a number"),
    "model_unusable": errors.ModelError("QA_EMBEDDER", "name", ValueError("no such folder")),
    "no_readable_seed": errors.NoReadableSeedError(PLACE, [("a.txt", "no text")]),
    "no_previous_index": errors.NoPreviousIndexError(PLACE),
    "not_ready": errors.NotReadyError(),
    "not_kept": errors.NotKeptError("The file", OSError(28, "No space left on device")),
    "question_too_long": errors.QuestionTooLongError(3, 2),
    "question_file": errors.QuestionFileError(PLACE, "not JSON"),
    "quote_mismatch": errors.QuoteMismatchError("a", 1, 2),
    "seed_unreadable": errors.SeedUnreadableError("a.txt", "no text"),
    "seed_without_text": errors.SeedWithoutTextError("a.txt", "no text"),
    "seeds_missing": errors.SeedsMissingError(PLACE),
    "unsupported_seed": errors.SeedKindError("a.exe", [".txt"]),
    "unknown_document": errors.UnknownDocumentError("a"),
    "unknown_setting": errors.UnknownSettingError("QA_X", ["QA_PORT"]),
}
ABSTRACT = {VerbatimError, errors.RequestError}


def classes() -> set[type[VerbatimError]]:
    kinds = [one for one in vars(errors).values() if isinstance(one, type)]
    return {one for one in kinds if issubclass(one, VerbatimError)}


def drawn() -> dict[str, int]:
    """The classes in the docstring's tree, each with its depth."""
    tree = (errors.__doc__ or "").split("\n\n")[1]
    return {
        name: len(re.match(r"[│├└─ ]*", line)[0]) // 4  # type: ignore[index]
        for line in tree.splitlines()
        for name in re.findall(r"\w+Error", line)
    }


def test_every_class_has_an_example_with_its_code() -> None:
    assert {type(one) for one in EXAMPLES.values()} == classes() - ABSTRACT
    assert {code: one.code for code, one in EXAMPLES.items()} == {code: code for code in EXAMPLES}


def test_the_tree_shows_every_class_at_its_depth() -> None:
    depths = {one.__name__: len(one.__mro__) - len(VerbatimError.__mro__) for one in classes()}
    assert drawn() == depths


@pytest.mark.parametrize("error", EXAMPLES.values(), ids=EXAMPLES)
def test_the_message_is_one_line_of_whole_words(error: VerbatimError) -> None:
    assert len(str(error).splitlines()) == 1
    assert "None" not in str(error)


@pytest.mark.parametrize("error", EXAMPLES.values(), ids=EXAMPLES)
def test_the_message_is_a_sentence(error: VerbatimError) -> None:
    if isinstance(error, errors.SeedUnreadableError):
        pytest.skip("it is one item of a list")
    assert str(error).endswith(".")
