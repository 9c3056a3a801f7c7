"""The server of the pages: Voila with our frame, our kernel, one route a page and nothing that a page does not need."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from traitlets.config import Config
from voila.app import Voila
from voila.app import _kernel_id_regex as KERNEL_ID  # noqa: N812  # Voila's own pattern, under a name of ours
from voila.handler import BaseVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from wiseparts_nb.dashboard import frame
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.frame import Visitor
from wiseparts_nb.dashboard.renderer import FramedRenderer
from wiseparts_nb.dashboard.seats import Seats
from wiseparts_nb.errors import InputError
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.settings import Settings, environment_of

__all__ = ["Pages", "server"]

SHARE = Path(__file__).parent / "share" / "jupyter"
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV")
"""What a kernel gets of the server's environment, beside the settings: no password travels by accident."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src data:; "
    "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


class PageHandler(BaseVoilaHandler):
    """A page: its frame at once, then the outputs of its notebook as they are done."""

    def initialize(self, **about: Any) -> None:
        """Take what every page of this server shares."""
        super().initialize(**about)
        self.pages: Pages = about["pages"]

    @tornado.web.authenticated
    async def get(self, page: str) -> None:
        """Answer with the page, or with the reason in words."""
        if self.get_query_argument("token", ""):
            self.redirect(
                self._without_token()
            )  # it is in the cookie now, and must not travel in shared addresses
            return
        visitor = self._visitor(page)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("Referrer-Policy", "same-origin")
        if self.pages.seats.full:
            self.set_status(503)
            self.set_header("Retry-After", "15")
            self.finish(frame.full_page(visitor, self.pages.seats.most))
            return
        try:
            async for html in self._rendered(visitor):
                self.write(html)
                await self.flush()
        except StreamClosedError:
            self.log.info("The reader of %s left before it was drawn", page)

    def _without_token(self) -> str:
        fields = [
            (name, value)
            for name, value in Address.of("", self.request.query).fields
            if name != "token"
        ]
        return f"{self.request.path}?{Address('', tuple(fields)).query}".rstrip("?")

    def _visitor(self, page: str) -> Visitor:
        try:
            address = Address.of(page, self.request.query)
        except InputError:
            address = Address(page)
        asked = address.get("lang")
        if asked in LANGUAGES:
            self.set_cookie("wp_lang", asked, path=self.base_url, expires_days=365, samesite="lax")
        language = self._language(asked)
        theme = self.get_cookie("wp_theme", "")
        return Visitor(
            address, Locale.of(language), self.base_url, theme if theme in ("light", "dark") else ""
        )

    def _language(self, asked: str) -> str:
        header = self.request.headers.get("Accept-Language", "")
        accepted = [one.split(";")[0].split("-")[0].strip().lower() for one in header.split(",")]
        wished = (asked, self.get_cookie("wp_lang", ""), *accepted)
        return next((one for one in wished if one in LANGUAGES), self.pages.workbench.language)

    async def _rendered(self, visitor: Visitor) -> AsyncIterator[str]:
        notebook = f"{visitor.address.page}.ipynb"
        starting = asyncio.ensure_future(self._start_kernel(visitor))
        renderer = FramedRenderer(
            starting=starting,
            kernels=self.kernel_manager,
            request_handler=self,
            voila_configuration=self.voila_configuration,
            traitlet_config=self.pages.config,
            notebook_path=notebook,
            template_paths=self.pages.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config={"wiseparts": frame.page_config(visitor)},
            mathjax_config="",
            mathjax_url="",
        )
        await renderer.initialize()
        async for html, _ in renderer.generate_content_generator():
            yield html

    async def _start_kernel(self, visitor: Visitor) -> str:
        self.pages.seats.starting += 1
        try:
            return await self.kernel_manager.start_kernel(
                kernel_name="wiseparts", path="", env=self._environment(visitor)
            )
        finally:
            self.pages.seats.starting -= 1

    def _environment(self, visitor: Visitor) -> Mapping[str, str]:
        kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        own = {
            "WISEPARTS_SERVED": "1",
            "WISEPARTS_LANGUAGE": visitor.locale.language,
            "QUERY_STRING": visitor.address.query,
        }
        return {**kept, **environment_of(self.pages.workbench), **own}


class HomeHandler(JupyterHandler):
    """The first address leads to the page that says which accounts need the reader."""

    def initialize(self, pages: Pages) -> None:
        """Take the server."""
        self.pages = pages

    @tornado.web.authenticated
    def get(self) -> None:
        """Lead on."""
        self.redirect(url_path_join(self.base_url, self.pages.first))


class AssetHandler(tornado.web.RequestHandler):
    """Style and scripts, the same for everybody, kept by browsers for ever under their version."""

    def get(self, name: str) -> None:
        """Answer with one file."""
        if name not in frame.assets():
            raise tornado.web.HTTPError(404)
        content, content_type = frame.assets()[name]
        self.set_header("Content-Type", f"{content_type}; charset=utf-8")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(content)


class Pages(Voila):
    """The application. ``workbench`` are the organisation's settings, ``seats`` bounds the open pages."""

    workbench: Settings
    seats: Seats
    announce: Callable[[int], object] = staticmethod(lambda port: None)
    first = "portfolio"

    def init_settings(self) -> dict[str, Any]:
        """Return the server's settings: compressed answers, no access from other origins."""
        settings = super().init_settings()
        self.seats = Seats(self.workbench.seats, self.kernel_manager.list_kernel_ids)
        own = {
            "compress_response": True,
            "allow_remote_access": False,
            "disable_check_xsrf": False,
            "xsrf_cookies": True,
        }
        return {**settings, **own}

    def listen(self) -> None:
        """Listen on the next free port, say which, and serve until stopped."""
        for port in (*range(self.port, self.port + 20), 0):
            try:
                sockets = bind_sockets(port, self.ip)
            except OSError:
                continue
            break
        HTTPServer(self.app).add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]
        self.announce(self.port)
        self.ioloop = IOLoop.current()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.info("Stopped")
        finally:
            self.stop()

    def init_handlers(self) -> list[Any]:
        """Return one route a page, the kernel's two, the assets, and the login."""
        about = {"voila_configuration": self.voila_configuration, "pages": self}
        names = "|".join(sorted(one.stem for one in Path(self.root_dir).glob("*.ipynb")))
        routes = [
            ("/", HomeHandler, {"pages": self}),
            (f"/({names})", PageHandler, about),
            (r"/assets/([a-z.]+)", AssetHandler),
            (rf"/api/kernels/{KERNEL_ID}", KernelHandler),
            (rf"/api/kernels/{KERNEL_ID}/channels", VoilaKernelWebsocketHandler),
        ]
        own = [(url_path_join(self.base_url, path), *rest) for path, *rest in routes]
        return [*own, *self.identity_provider.get_handlers()]


def server(settings: Settings, folder: Path, *, ip: str, port: int, token: str) -> Pages:
    """Return the server of a folder of page notebooks, ready to be started."""
    os.environ["JUPYTER_PATH"] = os.pathsep.join(
        filter(None, [str(SHARE), os.environ.get("JUPYTER_PATH", "")])
    )
    config = Config()
    config.Voila.update(
        ip=ip,
        port=port,
        root_dir=str(folder.absolute()),
        open_browser=False,
        token=token,
        log_level="WARN",
    )
    config.VoilaConfiguration.update(
        kernel_spec_manager_class="wiseparts_nb.kernel.specs.WarmSpecs",
        template="wiseparts",
        allow_template_override="NO",
        allow_theme_override="NO",
        file_allowlist=[],
        show_tracebacks=False,
    )
    config.MappingKernelManager.update(
        kernel_manager_class="wiseparts_nb.kernel.served.ServedKernel",
        cull_idle_timeout=30, cull_interval=10, cull_connected=False, allow_tracebacks=False, default_kernel_name="wiseparts",
    )  # fmt: skip
    pages = Pages(config=config)
    pages.workbench = settings
    pages.initialize([])
    return pages
