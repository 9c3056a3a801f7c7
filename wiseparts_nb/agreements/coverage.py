"""What an agreement would cover: customers, lines, last year under the same terms, and where its tiers would lie (A11, the wizard)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.outlook import Outlook
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.source.source import Source

__all__ = ["Advice", "Coverage", "Overlap", "coverage"]


@dataclass(frozen=True)
class Overlap:
    """Another agreement in which customers of this one have the same sales counted in the same days."""

    agreement_id: str
    description: str
    customers: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """A first tier within reach: ``threshold`` is round, ``chance`` (0..1) of reaching it, ``reached_before`` whether last year did."""

    threshold: Decimal
    chance: float
    reached_before: bool


@dataclass(frozen=True)
class Coverage:
    """What the terms cover; what they do not say yet is None.

    ``buying`` of ``customers`` bought something that counts in the last 12 months; ``lines`` of ``all_lines`` of these customers count then,
    and brought ``amount``. ``year_before`` is the same period a year before (the same terms, as far as data reach), with ``reached_before`` the day on which each
    tier would have been reached in it. ``outlook`` is where the coming period will land. ``reference_tier`` is what is proposed: the first tier above
    last year's result, else the last.
    """

    customers: int
    buying: int
    lines: int
    all_lines: int
    amount: Decimal
    year_before: Decimal | None
    reached_before: tuple[date | None, ...]
    outlook: Outlook | None
    advice: Advice | None
    reference_tier: int | None
    overlaps: tuple[Overlap, ...]


def coverage(source: Source, terms: Terms, others: Sequence[Agreement] = ()) -> Coverage:
    """Return what terms cover, drafts too; ``others`` are looked through for overlaps."""
    raise NotImplementedError
