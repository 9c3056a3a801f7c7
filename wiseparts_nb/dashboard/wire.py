"""The wire between a page and its browser: events in, regions out.

One widget a page. In JupyterLab its script is the widget's own; in the served pages the same script comes by address, once
for all pages, and speaks to the widget's comm directly, so that no widget manager is loaded. The widget has no synced state
that matters: whatever a browser writes into it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

__all__ = ["Wire", "script"]


@cache
def script() -> str:
    """Return the page's script: an ECMAScript module for the browser and for JupyterLab alike."""
    return (files("wiseparts_nb.dashboard") / "static" / "page.js").read_text(encoding="utf-8")


class Wire(anywidget.AnyWidget):
    """Carries messages; what they mean is the page's business.

    ``html`` is what JupyterLab shows where the widget is displayed; served pages have it in the document.
    """

    html = traitlets.Unicode().tag(sync=True)

    def __init__(self, received: Callable[[Any], None], *, served: bool) -> None:
        # the served page has the script already
        super().__init__(_esm="export default {}" if served else script())
        self.on_msg(lambda _, content, __: received(content))

    def tell(self, what: str, *buffers: bytes, **values: Any) -> None:
        """Send the browser one message."""
        self.send({"do": what, **values}, buffers=list[Any](buffers))

    def regions(self, drawn: Sequence[tuple[str, str]]) -> None:
        """Replace regions of the page by their names."""
        self.tell("regions", regions=list(drawn))
