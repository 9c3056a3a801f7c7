"""Where an agreement's period will land: projected, with an 80 % range and the chance of each tier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.source.source import Source

__all__ = ["Outlook", "Outlooks", "outlooks"]


@dataclass(frozen=True)
class Outlook:
    """Where an amount will land at the period's end.

    ``projected`` is the mean, which adds up over customers; ``low`` and ``high`` are the 10 % and 90 % quantiles. ``chances`` has the
    chance (0..1) of reaching each tier, in their order.
    """

    projected: Decimal
    low: Decimal
    high: Decimal
    chances: tuple[float, ...]


@dataclass(frozen=True)
class Outlooks:
    """The outlook of the customers together, and of each of them."""

    total: Outlook
    customers: Mapping[str, Outlook]


def outlooks(
    source: Source, terms: Sequence[Terms], actual: Sequence[Mapping[str, Decimal]]
) -> tuple[Outlooks, ...]:
    """Return where each agreement will land, all of them in one pass.

    ``actual`` has what each customer of each agreement has reached by ``as_of``, exactly; it is added to the projected rest.
    """
    raise NotImplementedError
