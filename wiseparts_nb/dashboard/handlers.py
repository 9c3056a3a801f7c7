"""What the server answers: the home page, pages, assets, and words where there is nothing to show."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Container
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from tornado.iostream import StreamClosedError

from wiseparts_nb.dashboard import frame
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.frame import Visitor
from wiseparts_nb.dashboard.renderer import Rendering, reference
from wiseparts_nb.errors import InputError
from wiseparts_nb.locale import LANGUAGES, Locale

if TYPE_CHECKING:
    from wiseparts_nb.dashboard.serving import Pages

__all__ = ["AssetHandler", "FramedHandler", "LeaveHandler", "home", "missing", "page"]

_log = logging.getLogger("wiseparts.pages")
_STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_WIDGETS = _STRICT.replace("script-src 'self'", "script-src 'self' blob:").replace(
    "font-src data:", "font-src 'self' data:"
)
"""Voila's own front end takes fonts from the server, and the module of an anywidget is a blob."""
_FOREVER = "public, max-age=31536000, immutable"
_RETRY_SECONDS = "15"


class FramedHandler(JupyterHandler):
    """An answer in the frame, in the visitor's language, to one who was let in; to others it says how to get in."""

    drawing: asyncio.Task[Any] | None = None

    def initialize(self, pages: Pages, answer: Callable[..., Awaitable[None]]) -> None:
        """Take the server, and what is answered at this address."""
        self.pages = pages
        self.answer = answer

    def set_default_headers(self) -> None:
        """Set what holds for every page."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", _STRICT)
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("X-Content-Type-Options", "nosniff")

    async def prepare(self, *, _redirect_to_login: bool = False) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Let the visitor in; a token leaves the address at once."""
        await super().prepare(_redirect_to_login=_redirect_to_login)
        if self.get_query_argument("token", ""):
            self.redirect(self._without_token())  # the cookie has it now

    def visitor(self, page: str, *, kept: Container[str] | None = None) -> Visitor:
        """Return what is known of the visitor; of an address that cannot be read, the page. ``kept`` names the fields to keep."""
        try:
            address = Address.of(page, self.request.query)
        except InputError:
            address = Address(page)
        fields = [one for one in address.fields if kept is None or one[0] in kept]
        address = Address(page, tuple(fields)).put(token=None)
        names = self.pages.folder.names() if self.current_user else ()
        theme = self.get_cookie("wp_theme", "") or ""
        return Visitor(
            address,
            Locale.of(self._language(address.get("lang"))),
            self.base_url,
            theme if theme in ("light", "dark") else "",
            names,
        )

    def _language(self, asked: str) -> str:
        if asked in LANGUAGES:
            self.set_cookie("wp_lang", asked, path=self.base_url, expires_days=365, samesite="lax")
        header = self.request.headers.get("Accept-Language", "")
        accepted = [one.split(";")[0].split("-")[0].strip().lower() for one in header.split(",")]
        wished = (asked, self.get_cookie("wp_lang", ""), *accepted)
        return next((one for one in wished if one in LANGUAGES), self.pages.workbench.language)

    def _without_token(self) -> str:
        query = self.visitor("").address.query
        path = "/" + self.request.path.lstrip("/")  # never another host's
        return f"{path}?{query}" if query else path

    def write_error(self, status_code: int, **about: Any) -> None:
        """Say in words that it failed; the log tells why under the reference that the reader sees."""
        visitor = self.visitor("", kept=("lang",))
        if status_code == 404:  # noqa: PLR2004  # its name is its number
            self.finish(frame.state(visitor, "missing"))
        elif self.current_user is None:
            self.finish(frame.state(visitor, "stranger"))
        elif status_code < 500:  # noqa: PLR2004  # as above
            self.finish(frame.state(visitor, "refused"))
        else:
            code = reference()
            _log.error("%s: %s", code, self.request.path, exc_info=about.get("exc_info"))
            self.finish(frame.state(visitor, "broken", code=code))

    async def get(self, *names: str) -> None:
        """Give the answer of this address."""
        await self.answer(self, *names)

    async def draw(self, rendering: Rendering) -> None:
        """Send a page as it is drawn. One whose reader has left, or that needs no kernel any more, frees its seat."""
        self.drawing = asyncio.current_task()
        try:
            async with aclosing(rendering.parts()) as parts:
                async for html in parts:
                    self.write(html)
                    await self.flush()
        except (StreamClosedError, asyncio.CancelledError):
            rendering.lively = False
        finally:
            self.drawing = None
            if rendering.kernel_id and not rendering.lively:
                await self.pages.end(rendering.kernel_id)

    def on_connection_close(self) -> None:
        """Stop drawing for a reader who has left."""
        if self.drawing is not None:
            self.drawing.cancel()


async def missing(handler: FramedHandler) -> None:
    """Say that there is no such page."""
    del handler  # it says so whatever is asked
    raise tornado.web.HTTPError(404)


async def home(handler: FramedHandler) -> None:
    """List the pages and the notebooks that are served."""
    visitor, pages = handler.visitor(""), handler.pages
    own = [name for name in visitor.pages if name not in frame.NAVIGATION]
    found = await asyncio.to_thread(lambda: [pages.read(name) for name in own])
    handler.finish(frame.home(visitor, [one for one in found if one and not one.slim]))


async def page(handler: FramedHandler, name: str) -> None:
    """Answer with a page: its frame at once, then the outputs of its notebook as they are done."""
    pages = handler.pages
    if name not in pages.folder.names():
        raise tornado.web.HTTPError(404)
    visitor = handler.visitor(name)
    if pages.seats.full:
        handler.set_status(503)
        handler.set_header("Retry-After", _RETRY_SECONDS)
        handler.set_header("Refresh", _RETRY_SECONDS)
        handler.finish(frame.state(visitor, "full", again=True, n=pages.seats.most))
        return
    notebook = await asyncio.to_thread(pages.folder.notebook, name)
    if not notebook.slim:
        handler.set_header("Content-Security-Policy", _WIDGETS)
    _ = (
        handler.xsrf_token
    )  # the cookie that proves, when the page is closed, that the page itself ends its kernel
    await handler.draw(pages.rendering(notebook, visitor))


class LeaveHandler(JupyterHandler):
    """Where Voila's own front end says that its page was closed. It cannot prove it by a header, so its origin must be ours."""

    def initialize(self, pages: Pages) -> None:
        """Take the server."""
        self.pages = pages

    def check_xsrf_cookie(self) -> None:
        """Refuse what another server's page sends."""
        if self.request.headers.get("Origin") != f"{self.request.protocol}://{self.request.host}":
            raise tornado.web.HTTPError(403)

    async def post(self, kernel_id: str) -> None:
        """End the page's kernel."""
        if self.current_user is None:
            raise tornado.web.HTTPError(403)
        await self.pages.end(kernel_id)
        self.set_status(204)


class AssetHandler(tornado.web.RequestHandler):
    """Style and scripts, the same for everybody, kept by browsers for ever under their version."""

    def get(self, name: str) -> None:
        """Answer with one file."""
        content, content_type = frame.assets()[name]
        self.set_header("Content-Type", f"{content_type}; charset=utf-8")
        self.set_header("Cache-Control", _FOREVER)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(content)
