"""Sums that know what they lack: an amount without a value is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from wiseparts_nb.customer.changes import LEAST_MONTHS, relative_change

if TYPE_CHECKING:
    from wiseparts_nb.analytics.cut import Measure

__all__ = ["NO_LINES", "Compared", "Tally", "compared"]


@dataclass(frozen=True)
class Tally:
    """The sum of one measure over ``lines`` lines, of which ``known`` have a value."""

    lines: int
    known: int
    amount: Decimal

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.lines + other.lines, self.known + other.known, self.amount + other.amount)

    @property
    def value(self) -> Decimal | None:
        """The sum: zero without any line, None where lines have no value at all (a margin without cost)."""
        return self.amount if self.known or not self.lines else None

    @property
    def unknown(self) -> int:
        """Lines without a value."""
        return self.lines - self.known


NO_LINES = Tally(0, 0, Decimal(0))


@dataclass(frozen=True)
class Compared:
    """A measure in the span and in the earlier one (None: not known, or not compared).

    ``change`` is the fraction between them, None without a fair base.
    """

    now: Decimal | None
    before: Decimal | None
    change: float | None

    @property
    def difference(self) -> Decimal | None:
        """``now`` less ``before``; None where one is not known."""
        return None if self.now is None or self.before is None else self.now - self.before


def compared(now: Tally, before: Tally | None, *, measure: Measure, months: int = 1) -> Compared:
    """Return two sums side by side; ``before`` None is not compared, ``months`` of it had sales."""
    actual, earlier = now.value, before.value if before else None
    if actual is None or earlier is None:
        return Compared(actual, earlier, None)
    # the least base of a percentage is an amount of money; pieces have none
    months = LEAST_MONTHS if measure == "quantity" else months
    return Compared(actual, earlier, relative_change(actual, earlier, months=months))
