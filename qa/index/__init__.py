"""The index: a folder on disk, built aside and swapped in whole, and the object loaded from it."""

from qa.index.build import Progress, build
from qa.index.load import Index, load

__all__ = ["Index", "Progress", "build", "load"]
