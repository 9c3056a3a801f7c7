"""Parts in figures and charts: one number, bars, months, paths, dots, panels, points, an analyst's own picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from wiseparts_nb.text import Value, Words

__all__ = [
    "Bar",
    "Bars",
    "Change",
    "Dots",
    "DotsRow",
    "Dumbbell",
    "DumbbellRow",
    "Metric",
    "MonthBar",
    "Months",
    "Panel",
    "Panels",
    "Path",
    "PathPoint",
    "Picture",
    "Scatter",
    "ScatterPoint",
]


@dataclass(frozen=True)
class Change:
    """A difference from a reference. ``better`` is None where up is neither good nor bad, or nothing changed."""

    value: Value
    text: Words
    better: bool | None
    up: bool | None


@dataclass(frozen=True)
class Metric:
    """One figure with its changes; ``trend`` draws a sparkline (oldest first) against ``reference``."""

    label: Words
    value: Value
    caption: Words | None = None
    changes: tuple[Change, ...] = ()
    trend: tuple[float, ...] = ()
    reference: float | None = None
    kind: Literal["metric"] = "metric"


@dataclass(frozen=True)
class Bar:
    """One bar; ``amount`` is its length, ``value`` what is printed, ``key`` what a click drills into."""

    label: Value
    amount: float
    value: Value
    role: Literal["actual", "earlier", "late", "other"] = "actual"
    share: Value | None = None
    key: str | None = None


@dataclass(frozen=True)
class Bars:
    """Horizontal bars on one scale from zero."""

    bars: tuple[Bar, ...]
    label: Words | None = None
    kind: Literal["bars"] = "bars"


@dataclass(frozen=True)
class MonthBar:
    """One month. ``earlier`` is the same month a year before; the last month may carry a projection with its 80 % range."""

    month: date
    actual: Decimal
    earlier: Decimal | None = None
    change: float | None = None
    projected: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def key(self) -> str | None:
        """What opens behind the month, None where there is nothing in it or a year before."""
        return f"month:{self.month:%Y-%m}" if self.actual or self.earlier else None


@dataclass(frozen=True)
class Months:
    """Months in two tiers: change against the year before, and amounts beside the year before.

    ``unit`` says whether the amounts are money or a quantity.
    """

    months: tuple[MonthBar, ...]
    unit: Literal["money", "quantity"] = "money"
    kind: Literal["months"] = "months"


@dataclass(frozen=True)
class PathPoint:
    """A cumulative amount at the end of a day; ``low`` and ``high`` bound the 80 % range of a projected one."""

    day: date
    amount: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Path:
    """A month as cumulative lines: actual up to today, projected from today to the end, and an earlier month.

    ``earlier`` has the same days as the month shown (its own dates are mapped by working day), possibly none.
    """

    actual: tuple[PathPoint, ...]
    projected: tuple[PathPoint, ...]
    earlier: tuple[PathPoint, ...] = ()
    earlier_label: Words | None = None
    confidence: Literal["high", "medium", "low"] | None = None
    confidence_text: Words | None = None
    kind: Literal["path"] = "path"


@dataclass(frozen=True)
class DotsRow:
    """The days on which something of one sort happened."""

    label: Value
    days: tuple[date, ...]


@dataclass(frozen=True)
class Dots:
    """A strip with one dot per happening between two days (both shown)."""

    rows: tuple[DotsRow, ...]
    start: date
    end: date
    label: Words | None = None
    kind: Literal["dots"] = "dots"


@dataclass(frozen=True)
class Panel:
    """One small multiple: twelve months of one thing, its total and its change against the year before."""

    label: Value
    total: Value
    change: Value | None
    better: bool | None
    months: tuple[MonthBar, ...]


@dataclass(frozen=True)
class Panels:
    """Small multiples on one common scale."""

    panels: tuple[Panel, ...]
    kind: Literal["panels"] = "panels"


@dataclass(frozen=True)
class DumbbellRow:
    """Two shares (0..1) of one thing: ``hollow`` and ``filled``, and their difference in points."""

    label: Value
    hollow: float
    filled: float
    gap: Value
    better: bool | None


@dataclass(frozen=True)
class Dumbbell:
    """Two shares of the same things on one scale."""

    rows: tuple[DumbbellRow, ...]
    hollow_label: Words
    filled_label: Words
    kind: Literal["dumbbell"] = "dumbbell"


@dataclass(frozen=True)
class Picture:
    """An analyst's own chart, as its Vega-Lite specification, with the sentence that a reader who can't see it gets."""

    spec: dict[str, Any]
    alt: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True)
class ScatterPoint:
    """One thing in a plane: ``x`` and ``y`` are fractions (-0.132 is -13.2 %), ``size`` becomes its area.

    ``facts`` are said when it is pointed at; only points that are ``named`` carry their name in the picture.
    """

    name: str
    x: float
    y: float
    size: float
    role: Literal["plain", "risk", "growth"] = "plain"
    facts: tuple[Value, ...] = ()
    named: bool = False
    key: str | None = None


@dataclass(frozen=True)
class Scatter:
    """Points in a plane with its zero lines; ``corners`` caption the quadrants: top left, top right, bottom left, bottom right."""

    points: tuple[ScatterPoint, ...]
    x_label: Words
    y_label: Words
    corners: tuple[Words, Words, Words, Words] | None = None
    kind: Literal["scatter"] = "scatter"
