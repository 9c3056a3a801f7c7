"""A chart press: one process that keeps vl-convert warm and what it drew, for all that ask it.

:mod:`wiseparts_nb.render.charts.conversion` asks; ``WISEPARTS_CHART_PRESS`` names the socket there. One thread draws, for there
is one JavaScript engine a process; garbage, a lone half of a request or a dead reader disturb nobody else.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from wiseparts_nb.errors import ConfigurationError
from wiseparts_nb.render.charts.conversion import (
    CONVERSIONS,
    HEAD,
    LONGEST_REQUEST,
    MADE,
    PLAIN,
    REFUSED,
    Conversion,
    made_here,
)

__all__ = ["serve"]

_MOST_KEPT = 64 * 2**20
_KEPT_BESIDES = 200  # bytes that an entry takes besides its text
_DRAWING_SECONDS = 20
_READING_SECONDS = 5.0
_LOOKING_SECONDS = 0.5


@dataclass
class _Press:
    """What a press keeps: answers by request, the ones asked for longest ago first."""

    kept: OrderedDict[bytes, bytes] = field(default_factory=OrderedDict[bytes, bytes])
    size: int = 0

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one who asks, until they hang up or talk nonsense."""
        with suppress(OSError, EOFError, asyncio.CancelledError):  # the last: the press ends
            while request := await _read(reader):
                writer.write(self.answer(*request))
                await asyncio.wait_for(writer.drain(), _READING_SECONDS)
        writer.close()

    def answer(self, conversion: Conversion, wanted: bytes) -> bytes:
        """Return the answer, from what is kept or made now."""
        name = blake2b(wanted, digest_size=16, person=conversion.encode()).digest()
        if name in self.kept:
            self.kept.move_to_end(name)
            return self.kept[name]
        state, made = _answered(conversion, wanted)
        if state == REFUSED:
            return made
        self.kept[name] = made
        self.size += len(made) + _KEPT_BESIDES
        while self.size > _MOST_KEPT:
            self.size -= len(self.kept.popitem(last=False)[1]) + _KEPT_BESIDES
        return made


async def _read(reader: asyncio.StreamReader) -> tuple[Conversion, bytes] | None:
    number, length = HEAD.unpack(await reader.readexactly(HEAD.size))
    if number >= len(CONVERSIONS) or length > LONGEST_REQUEST:
        return None
    return CONVERSIONS[number], await reader.readexactly(length)


def _answered(conversion: Conversion, wanted: bytes) -> tuple[int, bytes]:
    """Its state and the answer, made in time, or else the system ends this process: nothing interrupts the engine."""
    signal.setitimer(signal.ITIMER_REAL, _DRAWING_SECONDS)
    try:
        state, text = MADE, made_here(conversion, json.loads(wanted)).encode()
    except (ValueError, TypeError, RecursionError) as error:  # the last two: no object, too deep
        state, text = REFUSED, str(error).encode()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return state, HEAD.pack(state, len(text)) + text


def serve(socket_path: str) -> None:
    """Be the press of this socket until the parent process ends or the socket is removed.

    For a process of its own, which it may end: whoever starts it starts it anew when it has ended. Only the same user can
    connect. A specification is drawn with Inter, reads no file and no address, and has 20 seconds.

    Raises
    ------
    ConfigurationError
        The socket cannot be made there.
    """
    parent = os.getppid()
    place = Path(socket_path)
    listening = _bound(place)
    own = _inode(place)

    def wanted() -> bool:
        return os.getppid() == parent and _inode(place) == own

    asyncio.run(_serving(listening, wanted))
    if _inode(place) == own:
        place.unlink(missing_ok=True)


async def _serving(listening: socket.socket, wanted: Callable[[], bool]) -> None:
    server = await asyncio.start_unix_server(_Press().listen, sock=listening)
    made_here("vegalite_to_svg", PLAIN)  # whoever connects meanwhile waits
    while wanted():  # noqa: ASYNC110  # nobody tells when a parent ends
        await asyncio.sleep(_LOOKING_SECONDS)
    server.close()


def _bound(place: Path) -> socket.socket:
    """A socket for this user alone, in place of one that a press left behind."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        if place.is_socket() and not _is_answered(place):
            place.unlink()
        listening.bind(str(place))
    except OSError as error:
        listening.close()
        raise ConfigurationError(
            f"A chart press cannot listen at {place}: {error}. Name a free path of less than 100 characters in a folder "
            "that this user can write, or end the press that is there by removing its socket.",
        ) from error
    finally:
        os.umask(before)
    return listening


def _is_answered(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        return line.connect_ex(str(place)) == 0


def _inode(place: Path) -> int | None:
    try:
        return place.stat().st_ino
    except OSError:
        return None
