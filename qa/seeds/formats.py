"""The kinds of files that are read, each with its reader."""

from __future__ import annotations

from importlib import import_module

from qa.seeds.canonical import Text
from qa.seeds.decoding import decode
from qa.seeds.text import blocks_of, front_of

FORMATS = {
    ".txt": "qa.seeds.formats.read_plain",
    ".md": "qa.seeds.markdown.read_markdown",
    ".markdown": "qa.seeds.markdown.read_markdown",
    ".html": "qa.seeds.html.read_html",
    ".htm": "qa.seeds.html.read_html",
    ".xhtml": "qa.seeds.html.read_html",
    ".pdf": "qa.seeds.pdf.read_pdf",
    ".docx": "qa.seeds.docx.read_docx",
}
"""Where the reader of each kind of file is: a function of the file's bytes, which raises
`ValueError` with a reason, or `NoTextError` when there is nothing to read. Loaded on first use."""
TRUSTED = frozenset({".txt"})
"""Read by our own code alone, which neither hangs nor crashes: in this process."""
UNREAD = frozenset({".doc", ".epub", ".odt", ".ppt", ".pptx", ".rtf"})
"""Documents too, but of kinds that nothing here reads: reported rather than passed over."""


def read(suffix: str, data: bytes) -> Text:
    """The text of a file of this kind."""
    if suffix in UNREAD:
        raise ValueError(f"{suffix} files are not read: save it as .docx, .pdf or .txt")
    module, name = FORMATS[suffix].rsplit(".", 1)
    text: Text = getattr(import_module(module), name)(data)
    return text


def read_plain(data: bytes) -> Text:
    """A plain text, whose layout is all it has."""
    text, note = decode(data)
    blocks = blocks_of(text)
    return Text(text, blocks, front_of(text, blocks), note)
