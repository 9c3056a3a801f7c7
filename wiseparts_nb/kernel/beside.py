"""What runs beside the kernels and is shared by them: one forked child for each function that the configuration names.

The function gets the path of a socket to listen on; kernels find the path in an environment variable. Such a child is
started again when it dies, and ends with the warm process.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Beside", "besides"]

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
                print(f"kernel: {self.variable} ended {_TRIES} times at once; it stays away.", file=sys.stderr)
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
            print(f"kernel: nothing runs beside for {one['call']!r}: {fault}", file=sys.stderr)
        else:
            found.append(Beside(call, os.path.join(folder, f"b{number}"), one["socket_env"]))
    return found
