"""A cut of the sales: which measure, which days, compared with which, narrowed to what; spelled short in an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeVar, get_args

from wiseparts_nb.analytics.dimensions import DIMENSIONS, Dimension, resolved
from wiseparts_nb.analytics.spans import (
    AGAINST,
    Against,
    Comparison,
    Piece,
    Span,
    comparison,
    pieces,
    span_between,
    span_of,
)
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.period import Period
from wiseparts_nb.source.source import Source

__all__ = ["MEASURES", "Cut", "Measure", "dimensions_of"]

Measure = Literal["net", "gross", "margin", "quantity"]
MEASURES: tuple[Measure, ...] = get_args(Measure)

_Fields = Mapping[str, str | Sequence[str]]
T = TypeVar("T", bound=str)
_SPAN = "last_12_months"


@dataclass(frozen=True)
class Cut:
    """What is asked of the sales.

    ``period`` is that of the source, ``filters`` the ids that each dimension is narrowed to, the empty id being the group
    without one ("no brand"). Make one by :meth:`of` or from another by :meth:`narrowed` and :meth:`without`.
    """

    period: Period
    span: Span
    measure: Measure = "net"
    against: Against = "year_before"
    filters: Mapping[Dimension, tuple[str, ...]] = field(
        default_factory=dict[Dimension, tuple[str, ...]], hash=False
    )

    def __post_init__(self) -> None:
        """Refuse what is none of the closed names, for these stand in SQL, and a month that lies outside the span."""
        for what, value, known in (
            ("measure", self.measure, MEASURES),
            ("comparison", self.against, AGAINST),
            *(("dimension", one, tuple(DIMENSIONS)) for one in self.filters),
        ):
            if value not in known:
                raise UnknownNameError(what, value, known)
        months = [f"{one.month:%Y-%m}" for one in self._every_piece]
        for month in self.filters.get("month", ()):
            if month not in months:
                raise InputError(
                    f"The month {month!r} is not among those of the span, {months[0]} to {months[-1]}. "
                    "Choose one of them, written like 2026-10, or leave it out."
                )

    @classmethod
    def of(cls, fields: _Fields, source: Source) -> Cut:
        """Return the cut that an address spells; fields of other things are left alone, empty choices are the default.

        ``measure``, ``span`` (see ``span_of``) or ``from`` and ``to``, ``against``, and any dimension with ids or names.
        Where a customer is in scope, ``customer`` is the page's own field and no filter.

        Raises
        ------
        UnknownNameError
            There is no such measure, span, comparison, brand, branch ...; the message names the nearest.
        InputError
            A day or month is not as expected, or a month lies outside the span.
        """
        period = source.period
        cut = cls(
            period,
            _span(fields, period),
            _choice("measure", _single("measure", fields), MEASURES),
            _choice("comparison", _single("against", fields), AGAINST),
        )
        filters = {
            dimension: _filter(dimension, _strings(fields[dimension]), source)
            for dimension in dimensions_of(source)
            if dimension in fields and _strings(fields[dimension])
        }
        return replace(cut, filters=filters)

    def fields(self) -> dict[str, str | tuple[str, ...]]:
        """Return the address's fields: only what differs from the default. ``Cut.of`` reads them back."""
        plain = {
            "measure": (self.measure, MEASURES[0]),
            "span": (self.span.name, _SPAN),
            "against": (self.against, AGAINST[0]),
        }
        chosen = {name: value for name, (value, usual) in plain.items() if value != usual}
        return chosen | {
            dimension: ids[0] if len(ids) == 1 else ids for dimension, ids in self.filters.items()
        }

    def narrowed(self, dimension: Dimension, *ids: str) -> Cut:
        """Return this cut with one dimension narrowed to ``ids`` (a row's key) instead of what it was narrowed to."""
        filters = dict(self.filters) | {dimension: tuple(sorted(ids))}
        return replace(self, filters={one: filters[one] for one in DIMENSIONS if one in filters})

    def without(self, dimension: Dimension) -> Cut:
        """Return this cut with one dimension open again."""
        return replace(
            self, filters={one: ids for one, ids in self.filters.items() if one != dimension}
        )

    def spanning(self, name: str) -> Cut:
        """Return this cut over another span (see ``span_of``), its months open again."""
        return replace(self.without("month"), span=span_of(name, self.period))

    @cached_property
    def compared(self) -> Comparison | None:
        """The earlier span, whatever month is chosen; None where nothing is compared."""
        return comparison(self.span, self.against, self.period)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The months that count, each with the earlier days that it is compared with."""
        chosen = self.filters.get("month")
        every = self._every_piece
        return tuple(one for one in every if chosen is None or f"{one.month:%Y-%m}" in chosen)

    @cached_property
    def _every_piece(self) -> tuple[Piece, ...]:
        return pieces(self.span, self.compared, self.against)


def dimensions_of(source: Source) -> tuple[Dimension, ...]:
    """Return the dimensions that a source can be cut by; by customer only where it shows several."""
    alone = source.scope.customer_id is not None
    return tuple(one for one in DIMENSIONS if one != "customer" or not alone)


def _span(fields: _Fields, period: Period) -> Span:
    name = _single("span", fields)
    start, end = _single("from", fields), _single("to", fields)
    if not name and (start or end):
        return span_between(start, end, period)
    return span_of(name or _SPAN, period)


def _choice(what: str, value: str, known: tuple[T, ...]) -> T:
    for one in known:
        if one == (value or known[0]):
            return one
    raise UnknownNameError(what, value, known)


def _single(name: str, fields: _Fields) -> str:
    """Return a field that has one value; the last where an address repeats it, as a form's later choice wins."""
    values = _strings(fields.get(name, ()))
    return values[-1].strip() if values else ""


def _strings(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _filter(dimension: Dimension, values: Sequence[str], source: Source) -> tuple[str, ...]:
    if dimension == "month":
        return tuple(sorted(set(values)))
    return resolved(source, dimension, values)
