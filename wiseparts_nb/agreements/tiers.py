"""Bonus tiers: which one an amount reaches, what it earns, and what the next one asks for. Exact on decimals (A2, A9, A20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal, get_args

__all__ = ["BASES", "Basis", "Tier", "bonus", "missing", "next_tier", "reached"]

Basis = Literal["retrospective", "incremental"]
"""retrospective: the reached tier's rate on the whole amount; incremental: each slice at the rate of its own tier."""
BASES: tuple[Basis, ...] = get_args(Basis)

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Tier:
    """A level: reached from ``threshold`` on, in the agreement's metric; ``bonus_rate`` is a fraction (0.03 is 3 %)."""

    threshold: Decimal
    bonus_rate: Decimal


def reached(tiers: Sequence[Tier], amount: Decimal) -> int:
    """Return how many tiers an amount reaches, 0 for none; the tiers rise.

    A threshold is met to the cent. One of zero is reached with the first sale: by any amount above zero.
    """
    return sum(amount >= one.threshold and amount > 0 for one in tiers)


def next_tier(tiers: Sequence[Tier], amount: Decimal) -> Tier | None:
    """Return the tier after the reached one, None when it is the last."""
    at = reached(tiers, amount)
    return tiers[at] if at < len(tiers) else None


def missing(tiers: Sequence[Tier], amount: Decimal) -> Decimal | None:
    """Return what the next tier still asks for, None when the last is reached; returns add to it."""
    ahead = next_tier(tiers, amount)
    return None if ahead is None else max(ahead.threshold - amount, Decimal(0))


def bonus(tiers: Sequence[Tier], amount: Decimal, basis: Basis) -> Decimal:
    """Return what an amount earns, to the cent (half up); nothing where no tier is reached.

    Retrospective: amount x rate of the reached tier. Incremental: for each reached tier, its slice x its own rate, a slice
    reaching from its threshold to the next one or to the amount.
    """
    at = reached(tiers, amount)
    if not at:
        return Decimal(0).quantize(_CENT)
    if basis == "retrospective":
        return _to_the_cent(amount * tiers[at - 1].bonus_rate)
    ends = [*(one.threshold for one in tiers[:at]), amount]
    slices = zip(tiers[:at], pairwise(ends), strict=True)
    return _to_the_cent(
        sum((one.bonus_rate * (end - start) for one, (start, end) in slices), Decimal(0))
    )


def _to_the_cent(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, "ROUND_HALF_UP")
