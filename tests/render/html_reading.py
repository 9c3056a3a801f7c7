"""HTML read back as a reader's program reads it: its tags, its attributes, its words, its numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Reading", "numbers", "reading"]

_UNCLOSED = {"br", "hr", "img", "meta", "link", "path", "rect"}
_NUMBER = re.compile(r"\d[\d.,\u202f\u00a0]*")
_SILENT = {"style", "script", "svg", "title"}


@dataclass
class Reading:
    """What a page holds, in its order; ``text`` is without pictures and styles."""

    tags: list[str] = field(default_factory=list[str])
    attributes: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Reading()
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.tags.append(tag)
        self.read.attributes += [(tag, name, value or "") for name, value in attrs]
        if self._silent or tag in _SILENT:
            if tag not in _UNCLOSED:
                self._silent.append(tag)
        else:
            self.read.text += "" if tag in {"strong", "span", "b"} else "\n"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.tags.append(tag)
        self.read.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.read.text += data


def reading(html: str) -> Reading:
    """Return what the HTML holds."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.read


def numbers(text: str) -> set[str]:
    """Return the numbers that a text shows, as they are written."""
    return {found.rstrip(".,\u202f\u00a0") for found in _NUMBER.findall(text)}
