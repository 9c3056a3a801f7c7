"""The server of the pages: Voila with our frame, our kernel, and no address that a page does not need."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.web import HTTPError
from traitlets.config import Config
from voila.app import Voila
from voila.utils import get_page_config

from wiseparts_nb.dashboard import frame, handlers
from wiseparts_nb.dashboard.channel import ALLOWED, Channel, Connection
from wiseparts_nb.dashboard.door import Door, cookie_secret
from wiseparts_nb.dashboard.folder import Folder, Notebook
from wiseparts_nb.dashboard.frame import Visitor
from wiseparts_nb.dashboard.renderer import Rendering
from wiseparts_nb.dashboard.seats import Seats
from wiseparts_nb.errors import InputError
from wiseparts_nb.settings import Settings, environment_of

__all__ = ["CULL_SECONDS", "IDLE_SECONDS", "Pages", "server"]

IDLE_SECONDS = 30
"""A page that nobody has been connected to for so long is ended, looked for every ``CULL_SECONDS``."""
CULL_SECONDS = 10
_NOTICE_SECONDS = 1.0
_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
_LONGEST_MESSAGE = 2_000_000
_LONGEST_HEAD = 256_000  # an address of any length is answered in words
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV")
"""What a kernel gets of the server's environment, beside the settings: no password travels by accident."""
_WIDGET_EXTENSIONS = [
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
]


class Pages(Voila):
    """The application. ``workbench`` are the organisation's settings, ``seats`` bounds the open pages."""

    workbench: Settings
    folder: Folder
    seats: Seats
    announce: Callable[[int], object] = staticmethod(str)

    def init_settings(self) -> dict[str, Any]:  # pyright: ignore[reportIncompatibleMethodOverride]  # Voila is untyped
        """Return the server's settings: compressed answers, this machine's names only, widget messages only."""
        settings: Any = super().init_settings()
        self.kernel_manager.allowed_message_types = list(ALLOWED)
        self.seats = Seats(self.workbench.seats, self.kernel_manager.list_kernel_ids)
        own = {
            "compress_response": True,
            "allow_remote_access": False,
            "disable_check_xsrf": False,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "lax"},
            "websocket_max_message_size": _LONGEST_MESSAGE,
        }
        return {**settings, **own}

    def init_handlers(self) -> list[Any]:  # pyright: ignore[reportIncompatibleMethodOverride]  # as above
        """Return one route a page, the kernel's two, the assets, and the files of Voila's front end."""
        pages: dict[str, Any] = {"pages": self}
        assets = "|".join(map(re.escape, frame.assets()))
        routes: list[Any] = [
            ("/", handlers.FramedHandler, pages | {"answer": handlers.home}),
            (rf"/assets/({assets})", handlers.AssetHandler),
            (rf"/api/kernels/{_KERNEL}", KernelHandler),
            (rf"/api/kernels/{_KERNEL}/channels", Channel),
            (rf"/voila/api/shutdown/{_KERNEL}", handlers.LeaveHandler, pages),
            *self._front_end_routes(),
            (r"/([^/]+)", handlers.FramedHandler, pages | {"answer": handlers.page}),
            (r"/.*", handlers.FramedHandler, pages | {"answer": handlers.missing}),
        ]
        return [(url_path_join(self.base_url, path), *rest) for path, *rest in routes]

    def _front_end_routes(self) -> list[Any]:
        """Return Voila's own routes for its scripts, themes and extensions: only widgets need them."""
        wanted = ("/voila/static/", "/voila/labextensions/", "/voila/api/themes/")
        routes: Any = super().init_handlers()
        return [one for one in routes if one[0].startswith(wanted)]

    def rendering(self, notebook: Notebook, visitor: Visitor) -> Rendering:
        """Return the page of a notebook for a visitor, about to be drawn."""

        async def start() -> str:
            self.seats.starting += 1
            try:
                return await self.kernel_manager.start_kernel(
                    kernel_name="wiseparts", path="", env=self._environment(visitor)
                )
            finally:
                self.seats.starting -= 1

        return Rendering(notebook, visitor, start, self.kernel_manager.get_kernel, self._front_end)

    async def end(self, kernel_id: str) -> None:
        """End a page's kernel; one that has ended already is no fault."""
        with suppress(KeyError, HTTPError):
            await self.kernel_manager.shutdown_kernel(kernel_id, now=True)

    def read(self, name: str) -> Notebook | None:
        """Return a notebook of the folder, None for one that cannot be read; the log says why."""
        try:
            return self.folder.notebook(name)
        except InputError as error:
            self.log.warning("%s", error)
            return None

    def _front_end(self, kernel_id: str) -> dict[str, Any]:
        """Return what Voila's own front end reads from a page: where its files lie, all on this server, and the kernel."""
        common = get_page_config(
            base_url=self.base_url,
            settings={"mathjax_config": "", "mathjax_url": ""},
            log=self.log,
            voila_configuration=self.voila_configuration,
        )
        here = {"kernelId": kernel_id, "jupyterLabTheme": "light"}
        return common | here | {"fullMathjaxUrl": f"{self.base_url}assets/no_mathjax.js"}

    def _environment(self, visitor: Visitor) -> Mapping[str, str]:
        kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        own = {
            "WISEPARTS_SERVED": "1",
            "WISEPARTS_LANGUAGE": visitor.locale.language,
            "QUERY_STRING": visitor.address.query,
        }
        return {**kept, **environment_of(self.workbench), **own}

    def _bound(self) -> list[Any]:
        """Return sockets of the next free port, of any port where twenty in a row are taken."""
        for port in range(self.port, self.port + 20):
            with suppress(OSError):
                return bind_sockets(port, self.ip)
        return bind_sockets(0, self.ip)

    def listen(self) -> None:
        """Listen on the next free port, say which, and serve until stopped."""
        sockets = self._bound()
        HTTPServer(self.app, max_header_size=_LONGEST_HEAD).add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]
        self.announce(self.port)
        self.ioloop = IOLoop.current()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.info("Stopped")
        finally:
            self.stop()


def server(settings: Settings, folder: Path, *, ip: str, port: int, token: str) -> Pages:
    """Return the server of a folder of page notebooks, ready to be started."""
    config = Config()
    config.Voila.update(
        ip=ip,
        port=port,
        root_dir=str(folder.absolute()),
        open_browser=False,
        token=token,
        cookie_secret=cookie_secret(settings),
        identity_provider_class=Door,
        kernel_websocket_connection_class=Connection,
        log_level="WARN",
    )
    config.Door.cookie_options = {"samesite": "lax"}
    config.VoilaConfiguration.update(
        kernel_spec_manager_class="wiseparts_nb.kernel.specs.WarmSpecs",
        allow_template_override="NO",
        allow_theme_override="NO",
        extension_allowlist=_WIDGET_EXTENSIONS,
        file_allowlist=[],
        show_tracebacks=False,
    )
    config.MappingKernelManager.update(
        kernel_manager_class="wiseparts_nb.kernel.served.ServedKernel",
        cull_idle_timeout=IDLE_SECONDS,
        cull_interval=CULL_SECONDS,
        cull_connected=False,
        cull_busy=True,  # nobody waits for it
        allow_tracebacks=False,
        default_kernel_name="wiseparts",
    )
    # a kernel that was started again knows nothing of its page: the page is told that it is dead, and asks to be reopened
    config.KernelRestarter.update(restart_limit=0, time_to_dead=_NOTICE_SECONDS)
    pages = Pages(config=config)
    pages.workbench = settings
    pages.folder = Folder(folder)
    pages.initialize([])
    return pages
