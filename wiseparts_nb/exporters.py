"""Two nbconvert exporters: ``jupyter nbconvert --to wiseparts-html`` and ``--to wiseparts-pdf``.

They write what an executed notebook displayed, in the language of its cards, and never its code. They keep nothing between two
notebooks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup
from nbconvert.exporters.exporter import Exporter
from traitlets import default

from wiseparts_nb.card import Card
from wiseparts_nb.render.cells import Piece, document
from wiseparts_nb.render.page import Prose, page
from wiseparts_nb.render.passages import blocks
from wiseparts_nb.render.pdf import Passage, pdf
from wiseparts_nb.text import Text

__all__ = ["CardsHTML", "CardsPDF"]


class CardsHTML(Exporter):
    """One self-contained HTML file."""

    export_from_notebook = "WiseParts HTML"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # pyright: ignore[reportIncompatibleMethodOverride]  # nbconvert's own exporters differ as much
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[str, Any]:
        """Return the page as text, and nbconvert's resources.

        Raises
        ------
        RunError
            A cell failed.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        found = document(notebook, name=_name(resources))
        shown = _gathered(found.pieces) if found.layout == "brief" else _in_turn(found.pieces)
        return page(
            shown, found.locale, title=found.title, made=found.made, layout=found.layout
        ), resources


class CardsPDF(Exporter):
    """One tagged PDF."""

    export_from_notebook = "WiseParts PDF"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # pyright: ignore[reportIncompatibleMethodOverride]  # as above
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        """Return the file as bytes, and nbconvert's resources.

        Raises
        ------
        RunError
            A cell failed, or Typst refused the document.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        found = document(notebook, name=_name(resources))
        shown = [block for piece in found.pieces for block in _printed(piece)]
        return pdf(
            shown, found.locale, title=found.title, made=found.made, layout=found.layout
        ), resources


def _name(resources: Any) -> str:
    return str(resources["metadata"].get("name") or "")


def _in_turn(pieces: Sequence[Piece]) -> list[Card | Prose]:
    return [piece if isinstance(piece, Card) else Prose(piece) for piece in pieces]


def _gathered(pieces: Sequence[Piece]) -> list[Card | Prose]:
    """The cards of a brief, then the analyst's own words together: its grid has no place between cards for them."""
    cards: list[Card | Prose] = [piece for piece in pieces if isinstance(piece, Card)]
    words = [piece for piece in pieces if not isinstance(piece, Card) and not _only_headings(piece)]
    return [*cards, Prose(Markup("\n").join(words), Text("html.notes"))] if words else cards


def _only_headings(html: Markup) -> bool:
    return all(isinstance(block, tuple) and block[0] > 0 for block in blocks(html))


def _printed(piece: Piece) -> Iterator[Card | Passage]:
    if isinstance(piece, Card):
        yield piece
        return
    for block in blocks(piece):
        yield (
            Passage(block[1], block[0])
            if isinstance(block, tuple)
            else Card("output", "", (block,))
        )
