"""PDF to canonical text: what its pages say, in the order in which they are read."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa.seeds.canonical import NoTextError, Piece, Text, compose
from qa.seeds.pdf.columns import ordered
from qa.seeds.pdf.flow import Block, blocks_of
from qa.seeds.pdf.glyphs import Word, words_of
from qa.seeds.pdf.initials import with_initials
from qa.seeds.pdf.legible import is_legible, legible
from qa.seeds.pdf.origin import front_of
from qa.seeds.pdf.rows import Row, rows_of
from qa.seeds.pdf.running import without_running
from qa.seeds.pdf.titles import with_title

_MOST = 10_000
"""Pages; a number beyond is a sign of a broken file."""
_DEPTH = 4
"""Of forms within forms, in which images are looked for."""

_REASONS = {
    raw.FPDF_ERR_FORMAT: "its structure is broken",
    raw.FPDF_ERR_SECURITY: "its encryption is unknown",
}


@dataclass(frozen=True)
class _Pages:
    """The rows of each page, and the numbers of those that say nothing, by the reason."""

    rows: list[list[Row]]
    images: list[int]
    illegible: list[int]


def read_pdf(data: bytes) -> Text:
    """The text of a PDF; scanned pages have none, as nothing is guessed from images."""
    try:
        with _opened(data) as document:
            return _read(document)
    except (pdfium.PdfiumError, ctypes.ArgumentError) as error:
        raise ValueError(f"it is not a PDF that can be read ({error})") from error


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise ValueError("it is protected by a password") from error
        reason = _REASONS.get(error.err_code, "it is damaged")
        raise ValueError(f"it is not a PDF that can be read ({reason})") from error
    return document


def _read(document: pdfium.PdfDocument) -> Text:
    count = len(document)
    if not 0 < count <= _MOST:
        raise ValueError(f"it is not a PDF that can be read (it has {count} pages)")
    pages = _pages(document)
    front = front_of(document)
    if not any(pages.rows):
        raise NoTextError(_nothing(pages))
    blocks, usual = blocks_of([list(ordered(rows)) for rows in pages.rows])
    pieces = map(_piece, with_title(blocks, front.title, usual))
    return compose(pieces, front, missing=_missing(pages, count))


def _pages(document: pdfium.PdfDocument) -> _Pages:
    words = [_words(document, index) for index in range(len(document))]
    illegible = [index + 1 for index, page in enumerate(words) if not is_legible(page)]
    rows = [
        rows_of(with_initials(legible(page)), index) if index not in illegible else []
        for index, page in enumerate(words, 1)
    ]
    rows = without_running(rows, _usual_size(words))
    bare = [index for index, page in enumerate(rows, 1) if not page and index not in illegible]
    images = [number for number in bare if _has_image(document, number - 1)]
    return _Pages(rows, images, illegible)


def _words(document: pdfium.PdfDocument, index: int) -> list[Word]:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return []
    try:
        return words_of(page)
    finally:
        page.close()


def _usual_size(pages: Iterable[list[Word]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page:
            sizes[word.size] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _has_image(document: pdfium.PdfDocument, index: int) -> bool:
    try:
        objects = document[index].get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH)
        return next(objects, None) is not None
    except pdfium.PdfiumError:
        return True


def _piece(block: Block) -> Piece:
    return Piece(block.text, block.kind, block.page)


def _nothing(pages: _Pages) -> str:
    if pages.illegible:
        return "its fonts do not say which letters they show"
    return "its pages are images without text" if pages.images else "it has no text"


def _missing(pages: _Pages, count: int) -> str | None:
    told = [
        _told(pages.images, count, "has no text", "have no text"),
        _told(pages.illegible, count, "has unreadable fonts", "have unreadable fonts"),
    ]
    return "; ".join(filter(None, told)) or None


def _told(numbers: list[int], count: int, one: str, several: str) -> str | None:
    if not numbers:
        return None
    alone = len(numbers) == 1
    where = f"{'page' if alone else 'pages'} {', '.join(_ranges(numbers))} of {count}"
    return f"{where} {one if alone else several}"


def _ranges(numbers: list[int]) -> Iterator[str]:
    first = 0
    for last in range(1, len(numbers) + 1):
        if last == len(numbers) or numbers[last] != numbers[last - 1] + 1:
            alone = last - first == 1
            yield str(numbers[first]) if alone else f"{numbers[first]}–{numbers[last - 1]}"
            first = last
