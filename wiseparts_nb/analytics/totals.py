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
    """A cut as a whole: the measures of which any line has a value, in the order of ``MEASURES``.

    ``margin_rate`` is margin / net sales of the lines whose margin is known, now and before (0..1); None without any.
    """

    cut: Cut
    lines: int
    measures: tuple[MeasureTotal, ...]
    margin_rate: tuple[float | None, float | None]

    @property
    def chosen(self) -> MeasureTotal:
        """The measure of the cut, not known at all where the source has none of it."""
        found = (one for one in self.measures if one.measure == self.cut.measure)
        nothing = MeasureTotal(self.cut.measure, Compared(None, None, None), self.lines)
        return next(found, nothing)


def totals(source: Source, cut: Cut) -> Totals:
    """Sums of quantity, gross, net and margin over the invoice lines of a cut and of its earlier span."""
    months = months_of(source, cut)
    return Totals(
        cut,
        sum(one.now["net"].lines for one in months),
        tuple(_measures(cut, months)),
        (_rate(months, 0), _rate(months, 1)),
    )


def _measures(cut: Cut, months: Sequence[MonthTallies]) -> Iterator[MeasureTotal]:
    for measure in MEASURES:
        now = _sum(one.now[measure] for one in months)
        before = _sum(one.before[measure] for one in months)
        if now.known or before.known or measure in _ALWAYS:
            amounts = compared(now, before if cut.compared else None, measure)
            yield MeasureTotal(measure, amounts, now.unknown)


_ALWAYS = ("net", "quantity")


def _sum(tallies: Iterator[Tally]) -> Tally:
    return sum(tallies, NO_LINES)


def _rate(months: Sequence[MonthTallies], at: int) -> float | None:
    margin = _sum((one.now, one.before)[at]["margin"] for one in months)
    net = sum((one.net_of_margin[at] for one in months), Decimal(0))
    return float(margin.amount / net) if net > 0 else None
