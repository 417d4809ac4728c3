"""Reads a saved FAQ page into entries, whichever of its generations of markup it has."""

from knowledge.pages.page import read_page

__all__ = ["read_page"]
