"""Seats: how many pages may be open at once. A page takes a seat before its kernel starts and leaves it when the kernel ends."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

__all__ = ["Seats"]


@dataclass
class Seats:
    """``most`` pages at once; ``taken`` counts the kernels that run and those about to start."""

    most: int
    running: Callable[[], Collection[str]]
    starting: int = field(default=0, init=False)

    @property
    def full(self) -> bool:
        """Whether the next reader has to wait."""
        return len(self.running()) + self.starting >= self.most
