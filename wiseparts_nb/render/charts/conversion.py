"""Where specifications become pictures: in a process of its own that many share, or in the one that asks.

vl-convert starts a JavaScript engine: half a second and 50 MB in each process, and a process that has used it can't be forked.
A chart press is one process that has it warm and keeps what it drew. ``WISEPARTS_CHART_PRESS`` names its socket; without that,
or when nobody answers there, a process draws for itself.

A request is the number of a conversion, a length and JSON; an answer is whether it was made, a length and text.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import socket
import struct
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from math import isfinite
from typing import Any, Literal, get_args

from wiseparts_nb.render.fonts import register
from wiseparts_nb.render.svg import tidy

__all__ = [
    "CONVERSIONS", "HEAD", "LONGEST_REQUEST", "MADE", "PLAIN", "PRESS", "REFUSED", "Conversion", "converted", "made_here",
]  # fmt: skip

PRESS = "WISEPARTS_CHART_PRESS"
"""The environment variable that names the socket of a press."""

Conversion = Literal["vegalite_to_vega", "vega_to_svg", "vegalite_to_svg"]
"""A template to Vega, a chart of ours to SVG (its words are written without asking), any chart to SVG."""

CONVERSIONS: tuple[Conversion, ...] = get_args(Conversion)
HEAD = struct.Struct("!BI")
MADE, REFUSED = 0, 1
LONGEST_REQUEST = 16 * 2**20
_WAITING_SECONDS = 30.0  # longer than a press may draw: who asks learns that it has ended

PLAIN: Mapping[str, Any] = {
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
    if press and len(wanted := _json(spec)) <= LONGEST_REQUEST:
        try:
            return _asked(press, conversion, wanted)
        except OSError as error:
            _line(os.getpid()).tell(press, error)
    return made_here(conversion, spec)


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


def made_here(conversion: Conversion, spec: Mapping[str, Any]) -> str:
    """Return what :func:`converted` does, made in this process: a process that will be forked must not call it."""
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
            _svg(_vega(PLAIN))
            return


# Asking a press


@dataclass
class _Line:
    """The connection of one process to a press; its threads take turns."""

    press: str = ""
    open: socket.socket | None = None
    missing: str = ""
    turn: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, press: str, request: bytes) -> tuple[int, str]:
        """Return the state and the text of an answer."""
        with self.turn:
            if self.open and self.press == press:
                with suppress(ConnectionError):  # that press has ended; there may be another by now
                    return self._answer(self.open, request)
            return self._answer(self._connected(press), request)

    def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self.open:
            self.open.close()
        self.open = None

    def tell(self, press: str, reason: OSError) -> None:
        """Say once that a press is missing."""
        if self.missing != press:
            self.missing = press
            _log.warning("No chart press at %s (%s): this process draws itself.", press, reason)

    def _connected(self, press: str) -> socket.socket:
        self.hang_up()
        self.press, self.open = press, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.open.settimeout(_WAITING_SECONDS)
        try:
            self.open.connect(press)
        except OSError:
            self.hang_up()
            raise
        return self.open

    def _answer(self, line: socket.socket, request: bytes) -> tuple[int, str]:
        try:
            line.sendall(request)
            state, length = HEAD.unpack(_received(line, HEAD.size))
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
    head = HEAD.pack(CONVERSIONS.index(conversion), len(wanted))
    state, text = _line(os.getpid()).ask(press, head + wanted)
    if state == REFUSED:
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
