"""The characters of an HTML page, and the tree that they make."""

from __future__ import annotations

import codecs
import re

from lxml import etree, html
from lxml.etree import _Element as Element

from qa.seeds.canonical import NoTextError, clean
from qa.seeds.decoding import decode

_DECLARED = re.compile(
    rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{1,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.I,
)
_HEAD = 4096
"""Bytes in which a page declares its encoding."""
_LATIN = {"iso8859-1", "ascii"}
"""Encodings that are declared for Windows-1252, as every browser knows."""
_SELF_CLOSED = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|div|span|a|p|td|th|i|b|em|strong)"
    r"(\s[^<>]{0,2000})?/>",
    re.I,
)
_WORD_BREAK = re.compile(r"</?wbr\s*/?>", re.I)
_INLINE = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|small|big|tt|s|strike|abbr|nobr|sub|label|ins|center)"
    r"(?:\s[^<>]{0,2000})?>",
    re.I,
)
_NESTING = re.compile(
    r"</?(?:div|section|article|main|ul|ol|li|dl|dt|dd|blockquote|form|fieldset|table|tbody|tr|td|th)"
    r"(?:\s[^<>]{0,2000})?>",
    re.I,
)


def decode_html(data: bytes) -> tuple[str, str | None]:
    """The markup, and a note when it was not UTF-8.

    What is valid UTF-8 is taken for it, whatever it declares: nothing else looks like it.
    """
    declared = _declared(data)
    if declared and not _has_bom(data) and not _is_utf8(data):
        try:
            return clean(data.decode(declared)), f"read as {_spoken(declared)}"
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data)


def tree_of(markup: str) -> tuple[Element, str | None]:
    """The root of the page, and what of it could not be read.

    The parser stops at 256 levels. What is nested deeper is mostly formatting that nobody closed:
    it is taken away first, then blocks stand side by side.
    """
    markup = _WORD_BREAK.sub("", _unfolded(markup))
    for lighten in (str, _without_formatting, _side_by_side):
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = _parsed(lighten(markup), parser)
        if not any(one.type_name == "ERR_RESOURCE_LIMIT" for one in parser.error_log):
            return root, None
    return root, "what is nested more than 256 levels deep"


def _parsed(markup: str, parser: html.HTMLParser) -> Element:
    try:
        return html.document_fromstring(markup.encode(errors="replace"), parser=parser)
    except etree.ParserError as error:
        raise NoTextError("it has no text") from error
    except (etree.LxmlError, AssertionError) as error:
        raise ValueError("its markup could not be read") from error


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    name = (found[1] or found[2]).decode("ascii", errors="replace") if found else ""
    try:
        encoding = codecs.lookup(name).name
        "".encode(encoding)
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None
    return "cp1252" if encoding in _LATIN else encoding


def _spoken(encoding: str) -> str:
    return (
        "Windows-1252" if encoding == "cp1252" else encoding.upper().replace("ISO8859", "ISO-8859")
    )


def _has_bom(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\x1b" not in data


def _unfolded(markup: str) -> str:
    """XHTML's `<script/>` as HTML writes it: a browser would take all that follows for a script."""
    is_xhtml = "<?xml" in markup[:100] or "www.w3.org/1999/xhtml" in markup[:_HEAD]
    return _SELF_CLOSED.sub(r"<\1\2></\1>", markup) if is_xhtml else markup


def _without_formatting(markup: str) -> str:
    return _INLINE.sub("", markup)


def _side_by_side(markup: str) -> str:
    return _NESTING.sub("<p>", _without_formatting(markup))
