"""Changes against a reference: when a percentage means something, and which way is better."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from wiseparts_nb.card import Change
from wiseparts_nb.text import Percent, Points, Text, Value

__all__ = ["SMALLEST_BASE", "change_from", "points_from", "ratio_of"]

SMALLEST_BASE = Decimal(500)
"""A reference below this gives no percentage: it would say more about the reference than about the change."""


def ratio_of(now: Decimal, before: Decimal, *, smallest: Decimal = SMALLEST_BASE) -> float | None:
    """Return the change as a fraction of the reference (-0.132 is 13.2 % less), None where the reference is too small."""
    return float((now - before) / before) if before >= smallest else None


def change_from(
    now: Decimal,
    before: Decimal,
    message: str,
    args: Mapping[str, Value],
    *,
    more_is_better: bool = True,
) -> Change | None:
    """Return a percent change worded by ``message``, None where the reference is too small."""
    ratio = ratio_of(now, before)
    if ratio is None:
        return None
    return Change(Percent(ratio, signed=True), Text(message, args), *_judged(ratio, 3, more_is_better=more_is_better))


def points_from(now: float, before: float, message: str, args: Mapping[str, Value]) -> Change:
    """Return the difference of two fractions in points, worded by ``message``; more is better."""
    return Change(Points(now - before), Text(message, args), *_judged(now - before, 3, more_is_better=True))


def _judged(difference: float, digits: int, *, more_is_better: bool) -> tuple[bool | None, bool | None]:
    """Return (better, up); both None for what is shown as exactly zero."""
    if round(difference, digits) == 0:
        return None, None
    up = difference > 0
    return up == more_is_better, up
