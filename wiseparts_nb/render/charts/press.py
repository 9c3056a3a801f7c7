"""Where specifications become pictures: in a process of its own that many share, or in the one that asks.

vl-convert starts a JavaScript engine: half a second and 50 MB in each process, and a process that has used it can't be forked.
A chart press is one process that has it warm and keeps what it drew. ``WISEPARTS_CHART_PRESS`` names its socket; without that,
or when nobody answers there, a process draws for itself.

A request is the number of a conversion, a length and JSON; an answer is whether it was made, a length and text.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import logging
import os
import signal
import socket
import struct
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from math import isfinite
from pathlib import Path
from typing import Any, Literal, get_args

from wiseparts_nb.errors import ConfigurationError
from wiseparts_nb.render.fonts import register
from wiseparts_nb.render.svg import tidy

__all__ = ["PRESS", "Conversion", "converted", "serve"]

PRESS = "WISEPARTS_CHART_PRESS"
"""The environment variable that names the socket of a press."""

Conversion = Literal["vegalite_to_vega", "vega_to_svg", "vegalite_to_svg"]
"""A template to Vega, a chart of ours to SVG (its words are written without asking), any chart to SVG."""

_CONVERSIONS: tuple[Conversion, ...] = get_args(Conversion)
_HEAD = struct.Struct("!BI")
_MADE, _REFUSED = 0, 1
_LONGEST_REQUEST = 16 * 2**20
_MOST_KEPT = 64 * 2**20
_KEPT_BESIDES = 200  # bytes that an entry takes besides its text
_DRAWING_SECONDS = 20
_WAITING_SECONDS = 30.0  # longer, so that who asks learns that a press has ended
_READING_SECONDS = 5.0
_LOOKING_SECONDS = 0.5

_PLAIN: Mapping[str, Any] = {
    "data": {"values": [{"words": "Inter"}]},
    "mark": "text",
    "encoding": {"text": {"field": "words"}},
}
"""A chart in Vega-Lite with nothing but a word, which is measured."""

_log = logging.getLogger(__name__)


def converted(conversion: Conversion, spec: Mapping[str, Any]) -> str:
    """Return a specification converted: to Vega as JSON, or to SVG as a part of a page; nothing is read from any address.

    Raises
    ------
    ValueError
        vl-convert refuses the specification.
    """
    press = os.environ.get(PRESS, "")
    if press and len(wanted := _json(spec)) <= _LONGEST_REQUEST:
        try:
            return _asked(press, conversion, wanted)
        except OSError as error:
            _line(os.getpid()).tell(press, error)
    return _made_here(conversion, spec)


def _json(spec: Mapping[str, Any]) -> bytes:
    """The specification as JSON, which has no word for what is no number: such values are left open."""
    try:
        return json.dumps(spec, allow_nan=False).encode()
    except TypeError as error:
        raise ValueError(str(error)) from error
    except ValueError:
        return json.dumps(_finite(spec)).encode()


def _finite(value: Any) -> Any:
    match value:
        case float():
            return value if isfinite(value) else None
        case Mapping():
            return {name: _finite(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_finite(inner) for inner in value]
        case _:
            return value


def _made_here(conversion: Conversion, spec: Mapping[str, Any]) -> str:
    try:
        match conversion:
            case "vegalite_to_vega":
                return json.dumps(_vega(spec))
            case "vega_to_svg":
                return _svg(spec)
            case "vegalite_to_svg":
                register()
                return _svg(_vega(spec))
    except ValueError:
        _settle()
        raise


# vl-convert is given Python's own numbers: the last digit of some is another one when it reads them as JSON.
def _vega(spec: Mapping[str, Any]) -> dict[str, Any]:
    import vl_convert

    return vl_convert.vegalite_to_vega(dict(spec))


def _svg(vega: Mapping[str, Any]) -> str:
    import vl_convert

    return tidy(vl_convert.vega_to_svg(dict(vega), allowed_base_urls=[]))


def _settle() -> None:
    """Draw something plain: the engine can throw an error late (of an address it dislikes), at whoever draws next."""
    for _ in range(3):
        with suppress(ValueError):
            _svg(_vega(_PLAIN))
            return


# Asking a press


@dataclass
class _Line:
    """The connection of one process to a press; its threads take turns."""

    press: str = ""
    socket: socket.socket | None = None
    missing: str = ""
    turn: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, press: str, request: bytes) -> tuple[int, str]:
        """Return the state and the text of an answer."""
        with self.turn:
            if self.socket and self.press == press:
                with suppress(ConnectionError):  # that press has ended; there may be another by now
                    return self._answer(self.socket, request)
            return self._answer(self._connected(press), request)

    def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self.socket:
            self.socket.close()
        self.socket = None

    def tell(self, press: str, reason: OSError) -> None:
        """Say once that a press is missing."""
        if self.missing != press:
            self.missing = press
            _log.warning("No chart press at %s (%s): this process draws itself.", press, reason)

    def _connected(self, press: str) -> socket.socket:
        self.hang_up()
        self.press, self.socket = press, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(_WAITING_SECONDS)
        try:
            self.socket.connect(press)
        except OSError:
            self.hang_up()
            raise
        return self.socket

    def _answer(self, line: socket.socket, request: bytes) -> tuple[int, str]:
        try:
            line.sendall(request)
            state, length = _HEAD.unpack(_received(line, _HEAD.size))
            return state, _received(line, length).decode()
        except BaseException:  # an interrupt too: the rest of this answer must not become the next
            self.hang_up()
            raise


@cache
def _line(process: int) -> _Line:  # noqa: ARG001  # a fork must not talk on its parent's line
    line = _Line()
    atexit.register(line.hang_up)
    return line


def _asked(press: str, conversion: Conversion, wanted: bytes) -> str:
    head = _HEAD.pack(_CONVERSIONS.index(conversion), len(wanted))
    state, text = _line(os.getpid()).ask(press, head + wanted)
    if state == _REFUSED:
        raise ValueError(text)
    return text


def _received(line: socket.socket, length: int) -> bytes:
    found = bytearray()
    while len(found) < length:
        piece = line.recv(min(length - len(found), 2**18))
        if not piece:
            raise ConnectionResetError("the press hung up")
        found += piece
    return bytes(found)


# Being one


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
        if state == _REFUSED:
            return made
        self.kept[name] = made
        self.size += len(made) + _KEPT_BESIDES
        while self.size > _MOST_KEPT:
            self.size -= len(self.kept.popitem(last=False)[1]) + _KEPT_BESIDES
        return made


async def _read(reader: asyncio.StreamReader) -> tuple[Conversion, bytes] | None:
    number, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    if number >= len(_CONVERSIONS) or length > _LONGEST_REQUEST:
        return None
    return _CONVERSIONS[number], await reader.readexactly(length)


def _answered(conversion: Conversion, wanted: bytes) -> tuple[int, bytes]:
    """Its state and the answer, made within its time, or else the system ends this process: a script that runs on cannot be interrupted."""
    signal.setitimer(signal.ITIMER_REAL, _DRAWING_SECONDS)
    try:
        state, text = _MADE, _made_here(conversion, json.loads(wanted)).encode()
    except (ValueError, TypeError, RecursionError) as error:  # the last two: no object, too deep
        state, text = _REFUSED, str(error).encode()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return state, _HEAD.pack(state, len(text)) + text


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
    _made_here("vegalite_to_svg", _PLAIN)  # whoever connects meanwhile waits
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
