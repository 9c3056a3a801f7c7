"""A page as it is drawn: the head leaves before the kernel is ready, then each cell as it is done, then the foot."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from nbclient.exceptions import CellExecutionError
from voila.execute import VoilaExecutor

from wiseparts_nb.dashboard import frame
from wiseparts_nb.dashboard.folder import Notebook
from wiseparts_nb.dashboard.frame import Visitor
from wiseparts_nb.dashboard.outputs import VIEW, drawn

__all__ = ["Rendering", "reference"]

_log = logging.getLogger("wiseparts.pages")
_PREPARE = """
import altair
altair.renderers.register("frame", lambda spec, **_: {"application/vnd.vegalite.v6+json": spec})
altair.renderers.enable("frame")
del altair
"""
"""Charts are drawn by the frame: what Altair displays by itself asks a stranger's server for its script."""


def reference() -> str:
    """Return a new code under which the log tells what a reader is not told."""
    return f"E-{secrets.token_hex(2).upper()}"


@dataclass
class Rendering:
    """One page for one visitor.

    Attributes
    ----------
    start
        Starts a kernel and returns its id.
    manager
        Returns the manager of a kernel.
    front_end
        What Voila's own front end needs to know; asked only when a widget is shown.
    kernel_id
        The kernel, empty until it has started.
    lively
        Whether the page talks to its kernel once it is drawn; one that does not needs none.
    """

    notebook: Notebook
    visitor: Visitor
    start: Callable[[], Awaitable[str]]
    manager: Callable[[str], Any]
    front_end: Callable[[str], dict[str, Any]]
    kernel_id: str = field(default="", init=False)
    lively: bool = field(default=False, init=False)

    async def parts(self) -> AsyncGenerator[str]:
        """Return the page piece by piece; what fails on the way is told in words on the page."""
        starting = asyncio.ensure_future(self.start())
        slim = self.notebook.slim
        heading = Markup() if slim else frame.own_heading(self.visitor, self.notebook)
        title = self.notebook.title or self.notebook.name
        yield frame.head(self.visitor, title=title) + heading + frame.skeleton(self.visitor)
        try:
            self.kernel_id = await starting
            yield frame.kernel(self.kernel_id)
            async with aclosing(self._cells()) as cells:
                async for html in cells:
                    yield html
        except Exception as error:  # noqa: BLE001  # a page never shows a traceback
            code = reference()
            _log.error(
                "%s: %s: %s", code, self.visitor.address.href, error
            )  # nbclient's message is the traceback
            yield frame.stopped(self.visitor, code)
        else:
            self.lively = self.lively or slim
        voila = self.front_end(self.kernel_id) if self.lively and not slim else None
        yield frame.foot(self.visitor, voila)

    async def _cells(self) -> AsyncGenerator[Markup]:
        content = self.notebook.content
        executor: Any = VoilaExecutor(
            content, km=self.manager(self.kernel_id), show_tracebacks=True
        )
        executor.kc = await executor.async_start_new_kernel_client()
        if not self.notebook.slim:
            executor.kc.execute(_PREPARE, silent=True, store_history=False)
        try:
            for at, cell in enumerate(content.cells):
                failure = await _executed(executor, cell, at)
                self.lively = self.lively or (not self.notebook.slim and _has_view(cell))
                for html in await asyncio.to_thread(list, self._shown(cell, at + 1)):
                    yield html
                if failure is not None:
                    raise failure
        finally:
            executor.kc.stop_channels()

    def _shown(self, cell: Any, at: int) -> list[Markup]:
        if self.notebook.slim and cell.cell_type == "markdown":
            return []  # what it says to those who edit it
        return list(drawn(cell, at, self.visitor.locale))


async def _executed(executor: Any, cell: Any, at: int) -> Exception | None:
    """Run one cell; what failed is returned, for the outputs before it hold."""
    try:
        await executor.execute_cell(cell, None, at, store_history=False)
    except CellExecutionError as failure:
        return failure
    return None


def _has_view(cell: Any) -> bool:
    return any(VIEW in output.get("data", {}) for output in cell.get("outputs", ()))
