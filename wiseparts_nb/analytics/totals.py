"""The whole of a cut: every measure that the source has, now and before, and the rate of margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wiseparts_nb.analytics.amounts import NO_LINES, Compared, Tally, compared
from wiseparts_nb.analytics.by_day import MonthTallies, months_of
from wiseparts_nb.analytics.cut import MEASURES, Cut, Measure
from wiseparts_nb.source.source import Source

__all__ = ["MeasureTotal", "Totals", "totals"]


@dataclass(frozen=True)
class MeasureTotal:
    """One measure of a cut; ``unknown`` of the span's lines have no value of it and are in no sum."""

    measure: Measure
    amounts: Compared
    unknown: int


@dataclass(frozen=True)
class Totals:
    """A cut as a whole: ``measures`` are those of which any line has a value, in the order of ``MEASURES``.

    ``chosen`` is the measure of the cut, whether or not any line has one. ``margin_rate`` is margin / net sales of the lines
    whose margin is known, now and before (0..1); None without any.
    """

    cut: Cut
    lines: int
    chosen: MeasureTotal
    measures: tuple[MeasureTotal, ...]
    margin_rate: tuple[float | None, float | None]


def totals(source: Source, cut: Cut) -> Totals:
    """Sums of quantity, gross, net and margin over the invoice lines of a cut and of its earlier span."""
    months = months_of(source, cut)
    found = {one: _measure(cut, one, months) for one in MEASURES}
    return Totals(
        cut,
        lines=sum(one.now["net"].lines for one in months),
        chosen=found[cut.measure],
        measures=tuple(one for one in found.values() if _exists(one.measure, months)),
        margin_rate=(_rate(months, 0), _rate(months, 1)),
    )


def _exists(measure: Measure, months: Sequence[MonthTallies]) -> bool:
    """Whether any line has a value; net sales and quantities always have, even where nothing was sold."""
    known = (one.now[measure].known or one.before[measure].known for one in months)
    return measure in {"net", "quantity"} or any(known)


def _measure(cut: Cut, measure: Measure, months: Sequence[MonthTallies]) -> MeasureTotal:
    now = _sum(one.now[measure] for one in months)
    before = _sum(one.before[measure] for one in months)
    sold = sum(one.before[measure].known > 0 for one in months)
    earlier = before if cut.compared else None
    return MeasureTotal(measure, compared(now, earlier, measure=measure, months=sold), now.unknown)


def _sum(tallies: Iterator[Tally]) -> Tally:
    return sum(tallies, NO_LINES)


def _rate(months: Sequence[MonthTallies], at: int) -> float | None:
    margin = _sum((one.now, one.before)[at]["margin"] for one in months)
    net = sum((one.net_of_margin[at] for one in months), Decimal(0))
    return float(margin.amount / net) if net > 0 else None
