"""The index: a folder on disk, built aside and swapped in whole, and the object loaded from it."""

from qa.index.build import build
from qa.index.load import Index, in_use, kept_document, load
from qa.index.survey import Progress
from qa.index.swapping import roll_back

__all__ = ["Index", "Progress", "build", "in_use", "kept_document", "load", "roll_back"]
