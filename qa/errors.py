"""What can go wrong, each with its own message that ends with what to do.

VerbatimError
├── SettingError · UnknownSettingError
├── SeedsMissingError · NoReadableSeedError
├── SeedUnreadableError
│   └── SeedWithoutTextError
├── IndexMissingError · IndexCorruptError · IndexStaleError · IndexBusyError · IndexWriteError
├── NoPreviousIndexError
├── ModelError · NotReadyError · NotKeptError
├── AddressError · QuestionFileError
├── RequestError
│   ├── InvalidRequestError · EmptyQuestionError · QuestionTooLongError
│   └── SeedKindError · UnknownDocumentError
└── QuoteMismatchError

`code` is stable and part of the API; HTTP statuses belong to `web`.
"""

from __future__ import annotations

from pathlib import Path


class VerbatimError(Exception):
    """Base of all errors that this program raises on purpose."""

    code = "internal"


class SettingError(VerbatimError):
    code = "invalid_setting"

    def __init__(self, variable: str, value: object, expected: str) -> None:
        super().__init__(f"{variable}={value!r} is not {expected}. Change or unset it.")


class UnknownSettingError(VerbatimError):
    code = "unknown_setting"

    def __init__(self, variable: str, known: list[str]) -> None:
        super().__init__(f"Unknown setting {variable}. Known settings: {', '.join(known)}.")


class SeedsMissingError(VerbatimError):
    code = "seeds_missing"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"No seeds folder at {folder}. Create it and put documents in it.")


class NoReadableSeedError(VerbatimError):
    code = "no_readable_seed"

    def __init__(self, folder: Path, failures: list[tuple[str, str]]) -> None:
        reasons = "".join(f" {path}: {reason}." for path, reason in failures)
        super().__init__(
            f"No document could be read in {folder}; the index was left as it was.{reasons} "
            "Add at least one file with text in it: .txt, .md, .html, .pdf or .docx."
        )


class SeedUnreadableError(VerbatimError):
    code = "seed_unreadable"

    def __init__(self, path: str, reason: str, version: str | None = None) -> None:
        self.path, self.reason, self.version = path, reason, version
        super().__init__(f"{path}: {reason}")


class SeedWithoutTextError(SeedUnreadableError):
    """The file could be read, and there is nothing in it to index."""

    code = "seed_without_text"


class IndexMissingError(VerbatimError):
    code = "index_missing"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"No index at {folder}. Run `qa index`.")


class IndexCorruptError(VerbatimError):
    code = "index_corrupt"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The index is damaged: {path}: {reason}. Run `qa index` to rebuild it.")


class IndexStaleError(VerbatimError):
    code = "index_stale"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The index does not fit: {reason}. Run `qa index` to rebuild it.")


class IndexBusyError(VerbatimError):
    code = "index_busy"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Another build is writing {folder}. Wait for it, then try again.")


class IndexWriteError(VerbatimError):
    code = "index_write"

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The index could not be written to {folder}: {reason}. The old one was left as it "
            "was; free space or choose another folder with --index."
        )


class NoPreviousIndexError(VerbatimError):
    code = "no_previous_index"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"No earlier index is kept in {folder}. Put the documents back and run `qa index`."
        )


class ModelError(VerbatimError):
    code = "model_unusable"

    def __init__(self, variable: str, name: str, cause: Exception) -> None:
        reason = (str(cause).strip() or type(cause).__name__).splitlines()[0]
        super().__init__(f"The model {name} cannot be used: {reason}. Check {variable}.")


class AddressError(VerbatimError):
    code = "address_unusable"

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Cannot listen on {host}:{port}: {reason}. Choose another --port.")


class QuestionFileError(VerbatimError):
    code = "question_file"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"No questions could be read from {path}: {reason}. Check the file.")


class NotKeptError(VerbatimError):
    """What was sent could not be written."""

    code = "not_kept"

    def __init__(self, what: str, cause: OSError) -> None:
        reason = cause.strerror or str(cause)
        super().__init__(
            f"{what} could not be kept: {reason}. Free space, or let this program write there."
        )


class NotReadyError(VerbatimError):
    code = "not_ready"

    def __init__(self) -> None:
        super().__init__("The index is still being loaded. Try again in a few seconds.")


class RequestError(VerbatimError):
    """The caller asked for something that cannot be answered as asked."""

    code = "invalid_request"


class InvalidRequestError(RequestError):
    code = "invalid_request"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The request is not valid: {reason}.")


class EmptyQuestionError(RequestError):
    code = "empty_question"

    def __init__(self) -> None:
        super().__init__("The question is empty. Ask something in words.")


class QuestionTooLongError(RequestError):
    code = "question_too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"The question has {length} characters; at most {limit} are read.")


class SeedKindError(RequestError):
    code = "unsupported_seed"

    def __init__(self, name: str, kinds: list[str]) -> None:
        super().__init__(f"{name!r} cannot be a document here. Send one of {', '.join(kinds)}.")


class UnknownDocumentError(RequestError):
    code = "unknown_document"

    def __init__(self, name: str) -> None:
        super().__init__(f"No document {name!r} in the index. Give the id or path of one that is.")


class QuoteMismatchError(VerbatimError):
    code = "quote_mismatch"

    def __init__(self, document: str, start: int, end: int) -> None:
        super().__init__(
            f"A quote is not the text of {document} at {start}..{end}. Run `qa verify`."
        )
