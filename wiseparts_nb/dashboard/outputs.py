"""What a cell of an analyst's own notebook shows in the frame: its words, cards, pictures and tables, made safe.

A widget is left for Voila's own front end, which finds it by the mark made here. A traceback never leaves the server.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from wiseparts_nb.card import MIME_TYPE, Card
from wiseparts_nb.dashboard.kind import PAGE_TYPE
from wiseparts_nb.locale import Locale
from wiseparts_nb.render import lab
from wiseparts_nb.render.cells import displayed
from wiseparts_nb.render.html import card_html
from wiseparts_nb.render.prose import markdown, preformatted
from wiseparts_nb.text import Number, Text

__all__ = ["VIEW", "drawn"]

VIEW = "application/vnd.jupyter.widget-view+json"
"""The sort of output that is a widget."""
_TRACEBACK = "Traceback (most recent call last)"
_HIDING = {"remove-cell", "remove_cell", "remove-output", "remove_output"}


def drawn(cell: Mapping[str, Any], at: int, locale: Locale) -> Iterator[Markup]:
    """Return what a cell shows, each output by itself; ``at`` is its number, from 1."""
    if _HIDING & set(cell["metadata"].get("tags", ())):
        return
    if cell["cell_type"] == "markdown":
        yield _framed(markdown(cell["source"], cell.get("attachments")), "wp-prose")
    for output in cell.get("outputs", ()):
        if output["output_type"] == "stream" and output["name"] == "stdout":
            yield _framed(_printed(output["text"], locale), "wp-prose")
        elif output["output_type"] in ("display_data", "execute_result"):
            yield _displayed(output["data"], at, locale)


def _displayed(data: Mapping[str, Any], at: int, locale: Locale) -> Markup:
    if PAGE_TYPE in data:
        return Markup(data["text/html"])  # noqa: S704  # drawn by our own templates
    if VIEW in data:
        return _framed(_view(data), "wp-view")
    if MIME_TYPE in data:
        return _framed(Markup(card_html(*lab.read(data[MIME_TYPE]))))  # noqa: S704  # as above
    piece = displayed(data, locale.text(Text("html.output", {"n": Number(at)})))
    if isinstance(piece, Card):
        return _framed(Markup(card_html(piece, locale)))  # noqa: S704  # as above
    return _framed(piece, "wp-prose")


def _framed(html: Markup, sort: str = "") -> Markup:
    frame = Markup('<div class="wp wp-own"><div class="{}">{}</div></div>')
    return frame.format(sort, html) if html else html


def _view(data: Mapping[str, Any]) -> Markup:
    """Return the mark that Voila's front end puts the widget in place of; no text can end the script element."""
    output = {"output_type": "display_data", "data": {VIEW: data[VIEW]}, "metadata": {}}
    text = json.dumps(output).replace("<", "\\u003c")
    mark = Markup('<script type="application/vnd.voila.cell-output+json">{}</script>')
    return mark.format(Markup(text))  # noqa: S704  # as above


def _printed(text: str, locale: Locale) -> Markup:
    if _TRACEBACK in text:
        return Markup("<p>{}</p>").format(locale.text(Text("frame.traceback")))
    return preformatted(text)
