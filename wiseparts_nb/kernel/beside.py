"""What runs beside the kernels and is shared by them: one forked child for each function that the configuration names.

The function gets the path of a socket to listen on; kernels find the path in an environment variable. Such a child is
started again when it dies, and ends with the warm process.
"""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Beside", "besides"]

_log = logging.getLogger(__name__)
_TRIES = 5
_STEADY_SECONDS = 10.0


@dataclass(eq=False)
class Beside:
    """One function beside the kernels.

    Attributes
    ----------
    variable
        Environment variable in which kernels find ``path``.
    deaths
        Times it died within ten seconds of its start, one after another.
    """

    call: Callable[[str], None]
    path: str
    variable: str
    deaths: int = 0
    started: float = field(default=0.0, repr=False)

    def run(self) -> None:
        """Call the function, in the child that is its own."""
        self.call(self.path)

    def may_start(self) -> bool:
        """Whether it is worth a try: not after five early deaths in a row, which are told once."""
        now = time.monotonic()
        if self.started:
            self.deaths = self.deaths + 1 if now - self.started < _STEADY_SECONDS else 1
            if self.deaths == _TRIES:
                _log.warning("%s ended %d times at once; it stays away.", self.variable, _TRIES)
        self.started = now
        Path(self.path).unlink(missing_ok=True)
        return self.deaths < _TRIES


def besides(wanted: list[dict[str, str]], folder: str) -> list[Beside]:
    """Return what can be run of ``{"call": "module:function", "socket_env": "NAME"}``; the rest is told and left out."""
    found: list[Beside] = []
    for number, one in enumerate(wanted):
        module, _, name = one["call"].partition(":")
        try:
            call = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError) as fault:
            _log.warning("Nothing runs beside for %r: %s", one["call"], fault)
        else:
            found.append(Beside(call, f"{folder}/b{number}", one["socket_env"]))
    return found
