"""Changes against an earlier period: when a percentage is fair, and how a change is shown."""

from __future__ import annotations

from decimal import Decimal

from wiseparts_nb.card import Change
from wiseparts_nb.text import Percent, Points, Text, Words

__all__ = ["LEAST_BASE", "LEAST_MONTHS", "change", "change_in_points", "relative_change"]

LEAST_BASE = Decimal(500)
"""A percentage of less than this amount says little ..."""
LEAST_MONTHS = 3
"""... unless the earlier period has sales in at least as many months."""


def relative_change(actual: Decimal, earlier: Decimal, *, months: int = 1) -> float | None:
    """Return (actual - earlier) / earlier.

    None where the base isn't positive, or is small and from fewer than ``LEAST_MONTHS`` months with sales (``months``).
    """
    if earlier <= 0 or (earlier < LEAST_BASE and months < LEAST_MONTHS):
        return None
    return float((actual - earlier) / earlier)


def change(ratio: float | None, text: Words, *, new: bool = False, digits: int = 1) -> Change:
    """Return a percent change as a reader sees it, up being better; without a base "new" or "n/a"."""
    if ratio is None:
        return Change(Text("changes.new" if new else "changes.unknown"), text, None, None)
    better = _direction(ratio, digits)
    return Change(Percent(ratio, digits, signed=True), text, better, better)


def change_in_points(delta: float, text: Words) -> Change:
    """Return the change of a ratio in points, up being better."""
    better = _direction(delta, digits=1)
    return Change(Points(delta), text, better, better)


def _direction(fraction: float, digits: int) -> bool | None:
    """Whether it is up; None where it is shown as zero."""
    shown = round(fraction, digits + 2)
    return shown > 0 if shown else None
