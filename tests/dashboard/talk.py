"""A kernel's websocket without a browser: what a page could say, and what it must not be able to."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.dashboard.served import Served

__all__ = ["Talk", "kernel_of", "talk_with_page", "talking"]


@dataclass
class Talk:
    """An open websocket; ``comm`` is the page's own, empty where there is none."""

    socket: ClientConnection
    comm: str = ""

    def send(self, kind: str, content: Any, *, channel: str = "shell") -> str:
        """Send a message and return its id."""
        name = uuid.uuid4().hex
        header = {
            "msg_id": name,
            "msg_type": kind,
            "session": "s",
            "username": "",
            "version": "5.3",
        }
        whole = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send(json.dumps(whole | {"channel": channel, "buffers": []}))
        return name

    def tell(self, event: Any) -> dict[str, Any]:
        """Send the page an event and return what it answers, by what each answer does."""
        self.send(
            "comm_msg", {"comm_id": self.comm, "data": {"method": "custom", "content": event}}
        )
        answers: dict[str, Any] = {}
        while "done" not in answers:
            message = self.next()
            if message["msg_type"] == "comm_msg":
                told = message["content"]["data"].get("content", {})
                answers[told.get("do", "")] = told
        return answers

    def next(self, seconds: float = 10.0) -> dict[str, Any]:
        """Return the next message with no buffers."""
        while True:
            text = self.socket.recv(timeout=seconds)
            if isinstance(text, str):
                return json.loads(text)

    def heard(self, seconds: float = 0.5) -> list[dict[str, Any]]:
        """Return what comes until nothing has come for a while."""
        found: list[dict[str, Any]] = []
        while True:
            try:
                found.append(self.next(seconds))
            except TimeoutError:
                return found

    def alive(self) -> bool:
        """Whether the kernel answers."""
        asked = self.send("kernel_info_request", {})
        while True:
            message = self.next()
            if message["msg_type"] == "kernel_info_reply":
                return message["parent_header"]["msg_id"] == asked


def kernel_of(html: str) -> str:
    """Return the id of the kernel behind a page."""
    found = re.search(r'data-kernel="([^"]+)"', html)
    assert found, html[-2000:]
    return found[1]


@contextmanager
def talking(served: Served, kernel: str, **headers: str) -> Generator[Talk]:
    """Open a kernel's websocket as one who brings the token; ``headers`` are further ones of the request."""
    proof = {"Authorization": f"token {served.token}"} | headers
    url = (
        f"ws://127.0.0.1:{served.port}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    )
    with connect(url, additional_headers=proof, max_size=None, proxy=None) as socket:
        yield Talk(socket)


@contextmanager
def talk_with_page(served: Served, address: str) -> Generator[Talk]:
    """Open a page and its websocket."""
    html = served.ask(address).text
    comm = re.search(r'data-comm="([^"]+)"', html)
    assert comm, html[-2000:]
    with talking(served, kernel_of(html)) as talk:
        talk.comm = comm[1]
        yield talk
