"""Safe HTML as blocks that a printed page takes: headings, paragraphs, tables."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Literal, TypeAlias

from wiseparts_nb.card import Column, Row, Table

__all__ = ["Block", "blocks"]

Block: TypeAlias = tuple[int, str] | Table
"""A passage (level 1 to 3 of a heading, 0 of a paragraph, and its text), or a table."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3}
_PARAGRAPHS = {"p", "li", "blockquote", "div", "dt", "dd", "figcaption", "caption"}
_NUMBERS = set("0123456789.,+-−%€$ \u00a0\u202f")


def blocks(html: str) -> list[Block]:
    """Return the blocks of HTML in reading order; a picture stands as its name in brackets."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.paragraph()
    return reader.found


class _Reader(HTMLParser):
    """Collects text until its block ends; cells until their table ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._text: list[str] = []
        self._level = 0
        self._lead = ""
        self._rows: list[list[str]] | None = None
        self._kept = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._text.append(f"[{dict(attrs).get('alt') or '…'}]")
        elif tag == "br":
            self._text.append("\n" if self._kept else " ")
        elif tag == "table":
            self.paragraph()
            self._rows = []
        elif self._rows is not None:
            if tag == "tr":
                self._rows.append([])
            self._text.clear()
        elif tag in _HEADINGS or tag in _PARAGRAPHS or tag == "pre":
            self.paragraph()
            self._level, self._kept = _HEADINGS.get(tag, 0), tag == "pre"
            self._lead = "• " if tag == "li" else ""

    def handle_endtag(self, tag: str) -> None:
        if self._rows is None:
            if tag in _HEADINGS or tag in _PARAGRAPHS or tag == "pre":
                self.paragraph()
        elif tag in {"td", "th"} and self._rows:
            self._rows[-1].append(self._taken())
        elif tag == "table":
            if table := _table(self._rows):
                self.found.append(table)
            self._rows = None
            self._text.clear()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def paragraph(self) -> None:
        """End the block: what was collected is a passage of it."""
        if self._kept:
            self.found += [(0, line) for line in "".join(self._text).splitlines() if line.strip()]
            self._text.clear()
        elif text := self._taken():
            self.found.append((self._level, self._lead + text))
        self._level, self._lead, self._kept = 0, "", False

    def _taken(self) -> str:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        return text


def _table(rows: list[list[str]]) -> Table | None:
    """The first row as heads; columns of numbers stand at the right."""
    wide = max((len(row) for row in rows), default=0)
    if not wide or len(rows) == 1:
        return None
    head, *body = [row + [""] * (wide - len(row)) for row in rows]

    def side(at: int) -> Literal["left", "right"]:
        cells = [row[at] for row in body]
        return "right" if at and all(set(cell) <= _NUMBERS for cell in cells) else "left"

    columns = tuple(Column(label, side(at)) for at, label in enumerate(head))
    return Table(columns, tuple(Row(tuple(cell or None for cell in row)) for row in body))
