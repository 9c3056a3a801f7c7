"""Examples of agreements, hung on the customers, brands, families and branches of a source and set by its own sales.

What they ask for is invented; where they stand is real: some are ahead, one is behind, one has hardly begun, two are over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

from wiseparts_nb.agreements.counting import COUNTED, counted_values
from wiseparts_nb.agreements.names import Names, names_of
from wiseparts_nb.agreements.terms import Narrowing, Notices, Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.source.source import Source

__all__ = ["demo_agreements"]

_TRADED = """
select
    customer_id,
    brand_id,
    brand_family_id,
    branch_id,
    sum(net) as net,
    sum(quantity) as quantity,
    sum(case when sold_on >= $year_start then net else 0 end) as this_year,
    sum(case when sold_on between $last_year_start and $last_year_same_end then net else 0 end) as last_year
from sales_lines
where sold_on between $last_year_start and $as_of
group by customer_id, brand_id, brand_family_id, branch_id
"""
_AMOUNTS = f"""
with {COUNTED}
select
    pact,
    customer_id,
    coalesce(sum(case when sold_on between starts_on and ends_on then amount end), 0) as actual,
    coalesce(sum(case when sold_on >= $year_ago_start then amount end), 0) as twelve_months
from counted
group by pact, customer_id
"""
_EARLY_MONTHS = 3
"""A calendar year tells little before these have passed."""
_SETTLED_DAYS = 10
_NOTE = "An example that the workbench invented, so that there is something to look at. Change or remove it."
_NOTICES = Notices(("agreements@example.com",), "monthly")


@dataclass(frozen=True)
class _Sums:
    """What each customer of an agreement brought: in its period, and in the last 12 months; ``passed`` is the part of the period."""

    actual: tuple[Decimal, ...]
    twelve_months: tuple[Decimal, ...]
    passed: Decimal

    @property
    def straight(self) -> Decimal:
        """Where the period would land if it went on as it began; what the last 12 months brought, while it has not begun."""
        return sum(self.actual) / self.passed if self.passed else self.year

    @property
    def year(self) -> Decimal:
        """What the last 12 months brought."""
        return sum(self.twelve_months, Decimal(0))


@dataclass(frozen=True)
class _Example:
    """An agreement without its tiers, and the thresholds that its sales suggest; ``reference`` is None of a draft."""

    terms: Terms
    thresholds: Callable[[_Sums], Sequence[Decimal]]
    rates: tuple[str, ...]
    reference: int | None


@dataclass(frozen=True)
class _Trade:
    """Who and what sold most: ids of the last two years, the largest first; ``fallen`` lost most against last year."""

    customers: tuple[str, ...]
    fallen: str
    brands: tuple[str, ...]
    counted_brand: tuple[str, ...]
    families: tuple[str, ...]
    branches: tuple[str, ...]
    names: Names

    def brand(self, place: int) -> tuple[str, ...]:
        """Return a brand alone, or none where there are not so many."""
        return self.brands[place : place + 1]

    def called(self, brands: Sequence[str], otherwise: str) -> str:
        """Return a brand's own name, to begin a description with."""
        return self.names.of("brands", brands[0]) if brands else otherwise


def demo_agreements(source: Source) -> tuple[Terms, ...]:
    """Return examples for a source: all can be approved but the last one, a draft; none where nothing was sold."""
    trade = _trade(source)
    if not trade.customers:
        return ()
    examples = (*_running(trade, source.as_of), *_others(trade, source.as_of))
    sums = _sums(source, [one.terms for one in examples])
    written = (_written(*pair) for pair in zip(examples, sums, strict=True))
    return tuple(terms for terms in written if terms is not None)


def _running(trade: _Trade, as_of: date) -> tuple[_Example, ...]:
    """Agreements whose period runs: ahead, behind, by pieces, by margin, just begun, each customer alone."""
    start, end = _year(as_of)
    year = replace(_BLANK, starts_on=start, ends_on=end)
    april = date(as_of.year - (as_of.month < 4), 4, 1)  # noqa: PLR2004 - the fourth month
    begun = (as_of - timedelta(days=_SETTLED_DAYS)).replace(day=1)
    main, pieces, third = trade.brands[:2], trade.counted_brand, trade.brand(2)
    return (
        _Example(
            replace(
                year,
                description=f"{' and '.join(trade.called((one,), '') for one in main) or 'Main range'} bonus {end.year}",
                customers=trade.customers[:7],
                brands=Narrowing(main),
                families=Narrowing(trade.families),
                notices=replace(_NOTICES, interval="weekly"),
            ),
            lambda sums: (_part(sums, "0.7"), _part(sums, "0.92"), _just_above(sums)),
            ("0.02", "0.03", "0.045"),
            3,
        ),
        _Example(
            replace(year, description=f"Growth target {end.year}", customers=(trade.fallen,)),
            lambda sums: [sums.straight * Decimal(one) for one in ("1.12", "1.3")],
            ("0.015", "0.025"),
            1,
        ),
        _Example(
            replace(
                _BLANK,
                description=f"{trade.called(pieces, 'Volume')} by the piece {april.year}/{april.year + 1}",
                metric="quantity",
                starts_on=april,
                ends_on=date(april.year + 1, 3, 31),
                customers=trade.customers[2:8] or trade.customers,
                brands=Narrowing(pieces),
            ),
            lambda sums: [sums.straight * Decimal(one) for one in ("0.55", "0.97", "1.15")],
            ("0.01", "0.02", "0.03"),
            2,
        ),
        _Example(
            replace(
                year,
                description=f"Branch margin partnership {end.year}",
                metric="margin",
                customers=trade.customers[:12],
                branches=Narrowing(trade.branches[:3]),
                tier_basis="incremental",
            ),
            lambda sums: (_just_above(sums), sums.straight * Decimal("1.25")),
            ("0.03", "0.05"),
            1,
        ),
        _Example(
            replace(
                _BLANK,
                description=f"{trade.called(third, 'Range')} launch from {begun:%B %Y}",
                metric="gross",
                starts_on=begun,
                ends_on=begun.replace(year=begun.year + 1) - timedelta(days=1),
                customers=trade.customers[3:11] or trade.customers,
                brands=Narrowing(third),
                notices=replace(_NOTICES, interval="daily"),
            ),
            lambda sums: [sums.year * Decimal(one) for one in ("0.9", "1.05", "1.2")],
            ("0.01", "0.02", "0.03"),
            2,
        ),
        _Example(
            replace(
                year,
                description=f"Loyalty bonus {end.year}, each customer",
                customers=trade.customers[5:45] or trade.customers,
                scope="each",
                notices=replace(_NOTICES, interval="quarterly"),
            ),
            lambda sums: [_typical(sums) * Decimal(one) for one in ("0.7", "1", "1.5")],
            ("0.01", "0.015", "0.025"),
            2,
        ),
    )


def _others(trade: _Trade, as_of: date) -> tuple[_Example, ...]:
    """Agreements that come, that are over, and a draft."""
    next_year = {"starts_on": date(as_of.year + 1, 1, 1), "ends_on": date(as_of.year + 1, 12, 31)}
    past = as_of.year - 1
    half = as_of.year if as_of > date(as_of.year, 7, 31) else past
    second, first = trade.brand(1), trade.brand(0)
    return (
        _Example(
            replace(
                _BLANK,
                description=f"{trade.called(second, 'Range')} bonus {as_of.year + 1}",
                customers=trade.customers[:10],
                brands=Narrowing(second),
                **next_year,
            ),
            lambda sums: [sums.year * Decimal(one) for one in ("1", "1.1", "1.25")],
            ("0.02", "0.03", "0.04"),
            2,
        ),
        _Example(
            replace(
                _BLANK,
                description=f"{trade.called(first, 'Main range')} bonus {past}",
                starts_on=date(past, 1, 1),
                ends_on=date(past, 12, 31),
                customers=trade.customers[:6],
                brands=Narrowing(first),
            ),
            lambda sums: [sums.straight * Decimal(one) for one in ("0.8", "0.95", "1.2")],
            ("0.02", "0.03", "0.04"),
            2,
        ),
        _Example(
            replace(
                _BLANK,
                description=f"Spring campaign {half}",
                starts_on=date(half, 2, 1),
                ends_on=date(half, 6, 30),
                customers=trade.customers[8:13] or trade.customers,
            ),
            lambda sums: [sums.straight * Decimal(one) for one in ("1.06", "1.25")],
            ("0.02", "0.03"),
            1,
        ),
        _Example(
            replace(
                _BLANK,
                description=f"Draft: new customers {as_of.year + 1}",
                customers=trade.customers[len(trade.customers) // 2 :][:5],
                **next_year,
            ),
            lambda sums: (sums.year * Decimal("1.2"), Decimal(0)),  # its last tier is not filled in
            ("0.02", "0"),
            None,
        ),
    )


_BLANK = Terms(observations=_NOTE, notices=_NOTICES)


def _year(as_of: date) -> tuple[date, date]:
    """Return the calendar year, or early in it the twelve months from last July."""
    if as_of.month > _EARLY_MONTHS:
        return date(as_of.year, 1, 1), date(as_of.year, 12, 31)
    return date(as_of.year - 1, 7, 1), date(as_of.year, 6, 30)


def _part(sums: _Sums, share: str) -> Decimal:
    return sum(sums.actual) * Decimal(share)


def _just_above(sums: _Sums) -> Decimal:
    """Return a threshold that is not reached yet, and to which the path lies a little below the actual amount."""
    return max(sums.straight * Decimal("0.97"), sum(sums.actual) * Decimal("1.03"))


def _typical(sums: _Sums) -> Decimal:
    """Return where a customer in the middle would land."""
    return median(sums.actual) / sums.passed if sums.passed else Decimal(0)


def _trade(source: Source) -> _Trade:
    found = source.frame(_TRADED)
    bought = found.groupby("customer_id")[["net", "this_year", "last_year"]].sum()
    bought = bought[bought["net"] > 0].sort_values("net", ascending=False)
    largest = bought.head(40)
    fell = (largest["this_year"] - largest["last_year"]).astype(float)

    def ranked(column: str, by: str = "net") -> tuple[str, ...]:
        sums = found.groupby(column)[by].sum()
        return tuple(sums[sums > 0].sort_values(ascending=False).index)

    brands = ranked("brand_id")
    main = found[found["brand_id"].isin(brands[:2])]
    families = main.groupby("brand_family_id")["net"].sum().sort_values(ascending=False)
    return _Trade(
        customers=tuple(bought.index),
        fallen=str(fell.idxmin()) if len(fell) else "",
        brands=brands,
        counted_brand=ranked("brand_id", "quantity")[:1],
        families=tuple(families.index[:3]),
        branches=ranked("branch_id"),
        names=names_of(source),
    )


def _sums(source: Source, terms: Sequence[Terms]) -> list[_Sums]:
    rows = source.table(_AMOUNTS, **counted_values(terms))[1]
    found: Mapping[int, list[tuple[Decimal, Decimal]]] = {at: [] for at in range(len(terms))}
    for pact, _, actual, twelve_months in rows:
        found[pact].append((actual, twelve_months))
    return [
        _Sums(
            tuple(actual for actual, _ in found[at]),
            tuple(year for _, year in found[at]),
            one.elapsed_share(source.as_of) or Decimal(0),
        )
        for at, one in enumerate(terms)
    ]


def _written(example: _Example, sums: _Sums) -> Terms | None:
    """Return the terms with their tiers; None where its sales suggest none."""
    if not sums.actual:
        return None
    thresholds = [_round(one) for one in example.thresholds(sums)]
    rising = all(low < high for low, high in pairwise(thresholds))
    if thresholds[0] <= 0 or (not rising and example.reference):
        return None
    tiers = tuple(map(Tier, thresholds, map(Decimal, example.rates)))
    return replace(example.terms, tiers=tiers, reference_tier=example.reference)


def _round(amount: Decimal) -> Decimal:
    """Return an amount as a person would set it: within 1.25 % of it, in quarters of its second figure."""
    if amount <= 0:
        return Decimal(0)
    step = max(Decimal(25) * Decimal(10) ** (amount.adjusted() - 3), Decimal(1))
    return Decimal(round(amount / step)) * step
