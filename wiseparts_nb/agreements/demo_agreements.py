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
from wiseparts_nb.agreements.problems import problems
from wiseparts_nb.agreements.register import Register
from wiseparts_nb.agreements.terms import Narrowing, Notices, Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.source.source import Source

__all__ = ["demo_agreements", "write_demo_agreements"]

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
_BY = "demo"
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


def write_demo_agreements(register: Register, source: Source) -> int:
    """Keep the examples where no agreement is kept yet, approved unless they are drafts; return how many."""
    if register.all():
        return 0
    made = demo_agreements(source)
    for terms in made:
        kept = register.create(terms, by=_BY)
        if not problems(terms):
            register.approve(kept.agreement_id, by=_BY, seen=kept.revision)
    return len(made)


def _running(trade: _Trade, as_of: date) -> tuple[_Example, ...]:
    """Agreements whose period runs: ahead, behind, by pieces, by margin, just begun, each customer alone."""
    start, end = _year(as_of)
    year = replace(_BLANK, starts_on=start, ends_on=end)
    return (
        _ahead(trade, year),
        _behind(trade, year),
        _by_the_piece(trade, as_of),
        _by_margin(trade, year),
        _begun(trade, (as_of - timedelta(days=_SETTLED_DAYS)).replace(day=1)),
        _each(trade, year),
    )


def _others(trade: _Trade, as_of: date) -> tuple[_Example, ...]:
    """Agreements that come, that are over, and a draft."""
    coming, past = as_of.year + 1, as_of.year - 1
    half = as_of.year if as_of > date(as_of.year, 7, 31) else past
    return _coming(trade, coming), _over(trade, past), _missed(trade, half), _draft(trade, coming)


def _ahead(trade: _Trade, year: Terms) -> _Example:
    main = trade.brands[:2]
    called = " and ".join(trade.called((one,), "") for one in main) or "Main range"
    terms = replace(
        year,
        description=f"{called} bonus {_last_year(year)}",
        customers=trade.customers[:7],
        brands=Narrowing(main),
        families=Narrowing(trade.families),
        notices=replace(_NOTICES, interval="weekly"),
    )
    rates = ("0.02", "0.03", "0.045")

    def thresholds(sums: _Sums) -> Sequence[Decimal]:
        return _part(sums, "0.7"), _part(sums, "0.92"), _just_above(sums)

    return _Example(terms, thresholds, rates, 3)


def _behind(trade: _Trade, year: Terms) -> _Example:
    terms = replace(
        year, description=f"Growth target {_last_year(year)}", customers=(trade.fallen,)
    )
    return _Example(terms, _of_straight("1.12", "1.3"), ("0.015", "0.025"), 1)


def _by_the_piece(trade: _Trade, as_of: date) -> _Example:
    april = date(as_of.year - (as_of.month < 4), 4, 1)  # noqa: PLR2004 - the fourth month
    called = trade.called(trade.counted_brand, "Volume")
    terms = replace(
        _BLANK,
        description=f"{called} by the piece {april.year}/{april.year + 1}",
        metric="quantity",
        starts_on=april,
        ends_on=date(april.year + 1, 3, 31),
        customers=trade.customers[2:8] or trade.customers,
        brands=Narrowing(trade.counted_brand),
    )
    return _Example(terms, _of_straight("0.55", "0.97", "1.15"), ("0.01", "0.02", "0.03"), 2)


def _by_margin(trade: _Trade, year: Terms) -> _Example:
    terms = replace(
        year,
        description=f"Branch margin partnership {_last_year(year)}",
        metric="margin",
        customers=trade.customers[:12],
        branches=Narrowing(trade.branches[:3]),
        tier_basis="incremental",
    )

    def thresholds(sums: _Sums) -> Sequence[Decimal]:
        return _just_above(sums), sums.straight * Decimal("1.25")

    return _Example(terms, thresholds, ("0.03", "0.05"), 1)


def _begun(trade: _Trade, start: date) -> _Example:
    brand = trade.brand(2)
    terms = replace(
        _BLANK,
        description=f"{trade.called(brand, 'Range')} launch from {start:%B %Y}",
        metric="gross",
        starts_on=start,
        ends_on=start.replace(year=start.year + 1) - timedelta(days=1),
        customers=trade.customers[3:11] or trade.customers,
        brands=Narrowing(brand),
        notices=replace(_NOTICES, interval="daily"),
    )
    return _Example(terms, _of_year("0.9", "1.05", "1.2"), ("0.01", "0.02", "0.03"), 2)


def _each(trade: _Trade, year: Terms) -> _Example:
    terms = replace(
        year,
        description=f"Loyalty bonus {_last_year(year)}, each customer",
        customers=trade.customers[5:45] or trade.customers,
        scope="each",
        notices=replace(_NOTICES, interval="quarterly"),
    )

    def thresholds(sums: _Sums) -> Sequence[Decimal]:
        return [_typical(sums) * Decimal(one) for one in ("0.7", "1", "1.5")]

    return _Example(terms, thresholds, ("0.01", "0.015", "0.025"), 2)


def _coming(trade: _Trade, year: int) -> _Example:
    brand = trade.brand(1)
    terms = replace(
        _whole_year(year),
        description=f"{trade.called(brand, 'Range')} bonus {year}",
        customers=trade.customers[:10],
        brands=Narrowing(brand),
    )
    return _Example(terms, _of_year("1", "1.1", "1.25"), ("0.02", "0.03", "0.04"), 2)


def _over(trade: _Trade, year: int) -> _Example:
    brand = trade.brand(0)
    terms = replace(
        _whole_year(year),
        description=f"{trade.called(brand, 'Main range')} bonus {year}",
        customers=trade.customers[:6],
        brands=Narrowing(brand),
    )
    return _Example(terms, _of_straight("0.8", "0.95", "1.2"), ("0.02", "0.03", "0.04"), 2)


def _missed(trade: _Trade, year: int) -> _Example:
    terms = replace(
        _BLANK,
        description=f"Spring campaign {year}",
        starts_on=date(year, 2, 1),
        ends_on=date(year, 6, 30),
        customers=trade.customers[8:13] or trade.customers,
    )
    return _Example(terms, _of_straight("1.06", "1.25"), ("0.02", "0.03"), 1)


def _draft(trade: _Trade, year: int) -> _Example:
    """Return an agreement whose last tier and reference are not filled in."""
    terms = replace(
        _whole_year(year),
        description=f"Draft: new customers {year}",
        customers=trade.customers[len(trade.customers) // 2 :][:5],
    )
    return _Example(terms, _of_year("1.2", "0"), ("0.02", "0"), None)


_BLANK = Terms(observations=_NOTE, notices=_NOTICES)


def _year(as_of: date) -> tuple[date, date]:
    """Return the calendar year, or early in it the twelve months from last July."""
    if as_of.month > _EARLY_MONTHS:
        return date(as_of.year, 1, 1), date(as_of.year, 12, 31)
    return date(as_of.year - 1, 7, 1), date(as_of.year, 6, 30)


def _last_year(terms: Terms) -> int:
    return terms.ends_on.year if terms.ends_on else 0


def _whole_year(year: int) -> Terms:
    return replace(_BLANK, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))


def _of_straight(*multiples: str) -> Callable[[_Sums], Sequence[Decimal]]:
    return lambda sums: [sums.straight * Decimal(one) for one in multiples]


def _of_year(*multiples: str) -> Callable[[_Sums], Sequence[Decimal]]:
    return lambda sums: [sums.year * Decimal(one) for one in multiples]


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
