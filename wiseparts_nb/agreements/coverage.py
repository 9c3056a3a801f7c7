"""What an agreement would cover: customers, lines, last year under the same terms, and where its tiers would lie (A11, the wizard)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from wiseparts_nb.agreements.advice import LEAST, Advice, advice
from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.covered import Covered, a_year_before, covered, has_period
from wiseparts_nb.agreements.outlook import Outlook, Outlooks, outlooks
from wiseparts_nb.agreements.overlaps import Overlap, overlaps
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.source.source import Source

__all__ = ["Advice", "Coverage", "Overlap", "coverage"]


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
    """Return what terms cover, drafts too; ``others`` are looked through for overlaps, so leave the agreement itself out.

    Where each customer counts alone, ``reached_before`` has no days, and last year's result is, for the reference tier and the
    advice, that of one customer on average. A year before that is not over yet counts there with its projected result.
    """
    found = covered(source, terms)
    landing, last_year = _landings(source, terms, found)
    before = None if found.before is None else _sum(found.before)
    pooled = terms.scope == "pooled"
    return Coverage(
        found.customers,
        found.buying,
        found.lines,
        found.all_lines,
        found.amount,
        before,
        found.reached_before(terms.tiers) if pooled else (None,) * len(terms.tiers),
        landing.total if landing else None,
        _advice(source, terms, found, landing=landing, last_year=last_year),
        _reference_tier(terms, last_year),
        tuple(overlaps(terms, others)),
    )


def _landings(
    source: Source, terms: Terms, found: Covered
) -> tuple[Outlooks | None, Decimal | None]:
    """Return where the period will land, and the result of the year before, of one customer where each counts alone."""
    if not has_period(terms):
        return None, None
    earlier = a_year_before(terms)
    if earlier is None or found.before is None:
        return outlooks(source, [terms], [found.so_far])[0], None
    landing, before = outlooks(source, [terms, earlier], [found.so_far, found.before])
    return landing, _of_one(terms, before.total.projected)


def _of_one(terms: Terms, amount: Decimal) -> Decimal:
    """Return an amount as tiers see it: the mean of the customers where each counts alone."""
    count = len(set(terms.customers)) if terms.scope == "each" else 1
    return amount / max(count, 1)


def _reference_tier(terms: Terms, last_year: Decimal | None) -> int | None:
    """Propose the first tier above last year's result, else the last."""
    if last_year is None or not terms.tiers:
        return None
    above = (at for at, one in enumerate(terms.tiers, 1) if one.threshold > last_year)
    return next(above, len(terms.tiers))


def _advice(
    source: Source,
    terms: Terms,
    found: Covered,
    *,
    landing: Outlooks | None,
    last_year: Decimal | None,
) -> Advice | None:
    if landing is None or not landing.customers or landing.total.projected <= 0:
        return None

    def chances(thresholds: Sequence[Decimal]) -> Sequence[float]:
        asked = replace(terms, tiers=tuple(Tier(one, Decimal(0)) for one in thresholds))
        return outlooks(source, [asked], [found.so_far])[0].total.chances

    if terms.scope == "each":
        most, least = max(one.high for one in landing.customers.values()), Decimal(0)
    else:
        most = landing.total.high
        least = max(_sum(found.so_far), (last_year or Decimal(0)) * LEAST)
    return advice(most, least, last_year=last_year, chances=chances)


def _sum(amounts: Mapping[str, Decimal]) -> Decimal:
    return sum(amounts.values(), Decimal(0))
