"""What a browser and its page's kernel may say to each other: widget messages, and nothing that runs code or shows any."""

from __future__ import annotations

import logging
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.web import HTTPError

__all__ = ["ALLOWED", "Channel", "Connection"]

_log = logging.getLogger("wiseparts.pages")
ALLOWED = ("comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request")
"""Messages of a browser; all others are refused."""
_PASSED = frozenset(
    {
        *("comm_open", "comm_close", "comm_msg", "comm_info_reply", "kernel_info_reply", "status"),
        *("display_data", "execute_result", "update_display_data", "clear_output", "stream"),
    }
)
"""Messages of a kernel. Its errors stay on the server: the log has them."""


class Connection(ZMQChannelsWebsocketConnection):
    """Jupyter's connection of a websocket with a kernel, with a list of what may pass in either direction."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """Pass a browser's message on; one that is no message is dropped, and the connection lives."""
        try:
            super().handle_incoming_message(incoming_msg)
        except Exception as error:  # noqa: BLE001  # a stranger's input: anything may be wrong with it
            _log.warning("A browser sent what is no message: %s", type(error).__name__)

    def handle_outgoing_message(self, stream: str, outgoing_msg: list[Any]) -> None:
        """Pass a kernel's message on, unless it is one that readers are not shown."""
        parts: list[Any] = self.session.feed_identities(outgoing_msg)[1]
        kind = self.session.unpack(parts[1])["msg_type"]
        content = parts[4]
        if kind == "error":
            told = self.session.unpack(content)
            _log.error("An event failed in a kernel:\n%s", "\n".join(told.get("traceback", ())))
        if kind not in _PASSED or (kind == "stream" and _is_stderr(self.session.unpack(content))):
            return
        super().handle_outgoing_message(stream, outgoing_msg)


def _is_stderr(content: Any) -> bool:
    return content.get("name") != "stdout"


class Channel(KernelWebsocketHandler):
    """The websocket of one kernel."""

    def check_origin(self, origin: str | None = None) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Whether the page that opens the websocket is one of this server's, whoever its reader is."""
        del origin  # as the request has it
        return self._from_here()

    def _from_here(self) -> bool:
        origin = self.request.headers.get("Origin")
        here = f"{self.request.protocol}://{self.request.host}"
        return origin is None or origin.lower() == here.lower()

    async def pre_get(self) -> None:
        """Refuse a kernel that has ended."""
        if self.kernel_id not in self.kernel_manager:
            raise HTTPError(404)
        await super().pre_get()
