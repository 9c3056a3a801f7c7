"""Tables on a page: what each cell becomes, and the tiny charts that stand in some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from markupsafe import Markup

from wiseparts_nb.card import Cell, Difference, Portion, Progress, Reasons, Row, Table, Trend
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.html.compact import shortened, unquoted
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.render.progress import bullet_facts, small_bullet
from wiseparts_nb.render.svg import Extent, bar, extent, spark
from wiseparts_nb.render.tabular import Rich, leading_column, status_column
from wiseparts_nb.text import Number, Text, Words

__all__ = ["Grid", "Sort", "grid"]

Sort = Literal[
    "empty",
    "value",
    "named",
    "trend",
    "delta",
    "difference",
    "portion",
    "reasons",
    "thumb",
    "progress",
    "to",
]

_TREND = {"width": 96, "height": 28}
_SWATCHES = {"actual": "actual", "to_come": "projection", "tier": "tier"}
_COLOURS = {True: "good", False: "bad", None: "py"}


@dataclass(frozen=True)
class Grid:
    """What the template of a table asks: which column leads, which one is a status, and what a cell draws."""

    lead: int
    """The column that names the rows and carries their link; those before it are ranks."""
    status: int | None
    numbers: bool
    """Whether all columns after the first hold figures."""
    many: bool
    """Whether the table may be wider than a phone."""
    rich: bool
    """Whether rows may be higher than a line."""
    stacked: bool
    """Whether rows with reasons or bullets become blocks on a phone, each cell under its column's head."""
    extents: tuple[Extent, ...]
    locale: Locale
    legend: tuple[tuple[str, Words], ...]
    """What the bullets' marks mean."""
    rank: Words
    """What heads a column of ranks that has no words of its own."""
    sides: Mapping[bool, Words]
    """What a thumb means, where no caption says it."""

    def sort(self, cell: Cell | None) -> Sort:
        """Which macro draws the cell."""
        if cell is None or (isinstance(cell, Trend) and not any(map(isfinite, cell.values))):
            return "empty"
        return cell.type if isinstance(cell, Rich) else "value"

    def picture(self, cell: Trend | Difference | Portion | Progress, at: int) -> Markup:
        """The tiny chart of a cell, without words."""
        match cell:
            case Trend():
                svg = spark(cell.values, earlier=cell.earlier, **_TREND)
            case Difference():
                svg = bar(cell.amount, self.extents[at], colour=_COLOURS[cell.better])
            case Portion():
                svg = bar(cell.amount, self.extents[at], colour="ac")
            case Progress(part):
                svg = small_bullet(part)
        return Markup(unquoted(shortened(svg)))  # noqa: S704  # numbers only

    def bullet(self, cell: Progress) -> str:
        """The bullet in words."""
        return clean("; ".join(bullet_facts(cell.bullet, self.locale)))

    def trend(self, cell: Trend) -> str:
        """The trend in words."""
        known = [value for value in cell.values if isfinite(value)]
        seen = (known[0], known[-1], min(known), max(known))
        names = ("first", "last", "low", "high")
        values = {name: Number(round(value)) for name, value in zip(names, seen, strict=True)}
        return self.locale.text(Text("html.course", values))


def grid(part: Table, locale: Locale) -> Grid:
    """Return how a table is drawn."""
    lead = leading_column(part)
    numbers = lead == 0 and all(column.align == "right" for column in part.columns[1:])
    return Grid(
        lead=lead,
        status=status_column(part),
        numbers=numbers,
        many=len(part.columns) > 3 and not numbers,  # noqa: PLR2004
        rich=any(isinstance(cell, Rich) for row in part.rows for cell in row.cells),
        stacked=any(
            isinstance(cell, Reasons | Progress) for row in part.rows for cell in row.cells
        ),
        extents=tuple(_extent(part, at) for at in range(len(part.columns))),
        locale=locale,
        legend=_legend(part),
        rank=Text("html.rank"),
        sides={True: Text("html.above"), False: Text("html.below")},
    )


def _legend(part: Table) -> tuple[tuple[str, Words], ...]:
    found = [cell for row in part.rows for cell in row.cells if isinstance(cell, Progress)]
    shown = {
        "actual": bool(found),
        "to_come": any(cell.bullet.projected is not None for cell in found),
        "tier": any(cell.bullet.tiers for cell in found),
    }
    return tuple((_SWATCHES[name], Text(f"html.{name}")) for name, used in shown.items() if used)


def _extent(part: Table, at: int) -> Extent:
    return extent(_amounts(part.rows, at))


def _amounts(rows: tuple[Row, ...], at: int) -> list[float]:
    cells = (row.cells[at] for row in rows)
    return [cell.amount for cell in cells if isinstance(cell, Difference | Portion)]
