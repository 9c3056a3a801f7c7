"""JSON lines over a Unix socket, and sockets passed to another process."""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Ended", "Line", "hand_over", "handed_over", "line_pair"]

_CHUNK = 65_536
_SENT_SECONDS = 10.0


class Ended(Exception):  # noqa: N818 - it is a fact about the other end, not a fault
    """The other end of a line is gone."""


@dataclass(eq=False)
class Line:
    """One end of a connection that carries JSON objects, one a line."""

    end: socket.socket
    _unread: bytes = field(default=b"", repr=False)

    def fileno(self) -> int:
        """Return the descriptor, so that a selector takes a line as it is."""
        return self.end.fileno()

    def close(self) -> None:
        """Close this end; the other one then reads :class:`Ended`."""
        self.end.close()

    def send(self, message: dict[str, Any]) -> None:
        """Send one object; what the other end no longer wants is dropped."""
        try:
            self.end.settimeout(_SENT_SECONDS)
            self.end.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            return  # its end is seen by whoever reads

    def received(self) -> list[dict[str, Any]]:
        """Return the objects that have arrived, without waiting.

        Raises
        ------
        Ended
            Nothing is left and the other end is gone.
        """
        self.end.settimeout(0)
        arrived = False
        while True:
            try:
                chunk = self.end.recv(_CHUNK)
            except BlockingIOError:
                break
            except OSError:
                chunk = b""
            if not chunk:
                if not arrived:
                    raise Ended
                break  # the end is told by the next call
            arrived = True
            self._unread += chunk
        return self._whole()

    def wait(self) -> dict[str, Any]:
        """Wait for the next object, however long it takes.

        Raises
        ------
        Ended
            The other end is gone.
        """
        self.end.settimeout(None)
        while b"\n" not in self._unread:
            chunk = self.end.recv(_CHUNK)
            if not chunk:
                raise Ended
            self._unread += chunk
        return self._first()

    async def next(self) -> dict[str, Any]:
        """Wait for the next object while the event loop goes on.

        Raises
        ------
        Ended
            The other end is gone.
        """
        self.end.settimeout(0)
        loop = asyncio.get_running_loop()
        while b"\n" not in self._unread:
            try:
                chunk = await loop.sock_recv(self.end, _CHUNK)
            except ConnectionError:
                chunk = b""
            if not chunk:
                raise Ended
            self._unread += chunk
        return self._first()

    def _first(self) -> dict[str, Any]:
        line, _, self._unread = self._unread.partition(b"\n")
        return json.loads(line)

    def _whole(self) -> list[dict[str, Any]]:
        *lines, self._unread = self._unread.split(b"\n")
        return [json.loads(line) for line in lines]


def line_pair() -> tuple[Line, socket.socket]:
    """Return a line and its other end, which is for another process."""
    ours, theirs = socket.socketpair()
    return Line(ours), theirs


def hand_over(control: socket.socket, end: socket.socket) -> None:
    """Pass a connection to the process that reads ``control``, and let go of it here.

    Raises
    ------
    Ended
        That process is gone.
    """
    try:
        with end:
            socket.send_fds(control, [b"."], [end.fileno()])
    except OSError as gone:
        raise Ended from gone


def handed_over(control: socket.socket) -> Line:
    """Return the connection that the other process passed.

    Raises
    ------
    Ended
        That process is gone.
    """
    try:
        said, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    except OSError:
        said, descriptors = b"", []
    if not said:
        raise Ended
    return Line(socket.socket(fileno=descriptors[0]))
