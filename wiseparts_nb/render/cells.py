"""An executed notebook as a document: the cards that its cells displayed, its Markdown, and other output made safe.

The code of a cell is never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias, get_args

from markupsafe import Markup

from wiseparts_nb.card import MIME_TYPE, Card, Identity, Picture
from wiseparts_nb.errors import RunError, UnknownNameError
from wiseparts_nb.locale import Locale
from wiseparts_nb.render import lab
from wiseparts_nb.render.page import Layout
from wiseparts_nb.render.prose import PICTURES, markdown, picture, preformatted, safe
from wiseparts_nb.text import Number, Text

__all__ = ["Document", "Piece", "displayed", "document"]

Piece: TypeAlias = Card | Markup
"""A card, or safe HTML: an analyst's own words or the output of a cell."""

_LAYOUTS: tuple[Layout, ...] = get_args(Layout)
_TITLE = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")
_VEGA_LITE = re.compile(r"application/vnd\.vegalite\.v\d+[+.]json")
_HIDDEN_TAGS = {"remove-cell", "remove_cell", "remove-output", "remove_output"}
_EXPECTED_TAG = "raises-exception"


@dataclass(frozen=True)
class Document:
    """What an exporter writes: pieces in reading order, the reader's locale, and how they stand on the page."""

    pieces: tuple[Piece, ...]
    locale: Locale
    layout: Layout
    title: str
    made: datetime


def document(notebook: Mapping[str, Any], *, name: str) -> Document:
    """Return what an executed notebook shows.

    The language is that of its first card, the layout that of the notebook's metadata (``wiseparts.layout``). The title is the
    first Markdown heading; a cell that begins with it is left out where a card names whom the page is about.

    Parameters
    ----------
    name
        The notebook's name, which is its title where it has no other.

    Raises
    ------
    RunError
        A cell failed, so that figures may be missing.
    InputError
        A card was made by another version, or the layout does not exist.
    """
    own = notebook.get("metadata", {}).get("wiseparts", {})
    layout: Layout | None = next(
        (one for one in _LAYOUTS if one == own.get("layout", "flow")), None
    )
    if layout is None:
        raise UnknownNameError("layout", str(own["layout"]), _LAYOUTS)
    cells = [
        (at, cell) for at, cell in enumerate(notebook.get("cells", ()), 1) if not _hidden(cell)
    ]
    shown = [(at, output) for at, cell in cells for output in _outputs(at, cell)]
    cards = [
        lab.read(output["data"][MIME_TYPE])
        for _, output in shown
        if MIME_TYPE in output.get("data", {})
    ]
    locale = cards[0][1] if cards else Locale()
    named = any(isinstance(part, Identity) for card, _ in cards for part in card.parts)
    title, said = _titled(cells, named=named)
    pieces = (piece for at, cell in cells for piece in _pieces(at, cell, said, locale))
    return Document(
        tuple(filter(None, pieces)), locale, layout, title or name or "WiseParts", _made(notebook)
    )


def _hidden(cell: Mapping[str, Any]) -> bool:
    return bool(_HIDDEN_TAGS & _tags(cell)) or cell.get("cell_type") not in {"code", "markdown"}


def _tags(cell: Mapping[str, Any]) -> set[str]:
    return set(cell.get("metadata", {}).get("tags", ()))


def _titled(
    cells: Sequence[tuple[int, Mapping[str, Any]]], *, named: bool
) -> tuple[str, Mapping[int, str]]:
    """The title, and what each Markdown cell still says once its title stands at the top of the page."""
    said = {at: _source(cell) for at, cell in cells if cell["cell_type"] == "markdown"}
    for at, text in said.items():
        if heading := _TITLE.match(text):
            plain = markdown(heading[1]).striptags()
            return plain, said | {at: "" if named else text[heading.end() :]}
        if text.strip():
            break
    return "", said


def _source(cell: Mapping[str, Any]) -> str:
    return _joined(cell.get("source", ""))


def _joined(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _outputs(at: int, cell: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The outputs of a code cell; a failure stops the export, unless the cell was meant to fail."""
    for output in cell.get("outputs", ()):
        if output["output_type"] == "error" and _EXPECTED_TAG not in _tags(cell):
            reason = ": ".join(filter(None, (output.get("ename", ""), output.get("evalue", ""))))
            raise RunError(
                f"Cell {at} of the notebook failed ({reason}), so figures may be missing. Mend it and run the notebook again; "
                f"a cell that is meant to fail has the tag {_EXPECTED_TAG!r}."
            )
        yield output


def _pieces(
    at: int, cell: Mapping[str, Any], said: Mapping[int, str], locale: Locale
) -> Iterable[Piece]:
    if cell["cell_type"] == "markdown":
        return [markdown(said[at], cell.get("attachments"))] if said[at].strip() else []
    return [_piece(at, output, locale) for output in _outputs(at, cell)]


def _piece(at: int, output: Mapping[str, Any], locale: Locale) -> Piece:
    match output["output_type"]:
        case "stream":
            return (
                preformatted(_joined(output["text"]))
                if output.get("name") == "stdout"
                else Markup()
            )
        case "error":
            error = f"{output.get('ename', '')}: {output.get('evalue', '')}"
            return preformatted(locale.text(Text("html.failed", {"error": error})))
        case _:
            return displayed(
                output.get("data", {}), locale.text(Text("html.output", {"n": Number(at)}))
            )


def displayed(data: Mapping[str, Any], name: str) -> Piece:
    """Return the best of what a cell offered: a card, a chart, a picture, HTML, or text; ``name`` is for who cannot see it."""
    if MIME_TYPE in data:
        return lab.read(data[MIME_TYPE])[0]
    if spec := next((data[kind] for kind in data if _VEGA_LITE.fullmatch(kind)), None):
        return Card("chart", "", (Picture(spec, name),))
    if kind := next((kind for kind in PICTURES if kind in data), None):
        return picture(kind, _joined(data[kind]), name)
    if "text/html" in data and (html := safe(_joined(data["text/html"]))).striptags():
        return html
    if "text/markdown" in data:
        return markdown(_joined(data["text/markdown"]))
    return preformatted(_joined(data.get("text/plain", "")))


def _made(notebook: Mapping[str, Any]) -> datetime:
    """When the notebook ended, as papermill wrote it; else now."""
    run = notebook.get("metadata", {}).get("papermill", {})
    moment = run.get("end_time") or run.get("start_time")
    return datetime.fromisoformat(moment).astimezone(UTC) if moment else datetime.now(UTC)
