"""Tables, and the cells that say more than a value: a name with a line under it, a small chart, reasons, a way on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wiseparts_nb.card.progress import Progress, Thumb
from wiseparts_nb.card.words import Tone
from wiseparts_nb.text import Value, Words

__all__ = [
    "Cell",
    "Column",
    "Delta",
    "Difference",
    "Named",
    "Portion",
    "Reason",
    "Reasons",
    "Row",
    "Table",
    "To",
    "Trend",
]


@dataclass(frozen=True)
class Named:
    """A name with a fainter line under it."""

    name: Value
    caption: Value | None = None
    type: Literal["named"] = "named"


@dataclass(frozen=True)
class Trend:
    """A sparkline on a scale of its own, oldest first; ``earlier`` is the same stretch a year before."""

    values: tuple[float, ...]
    earlier: tuple[float, ...] = ()
    type: Literal["trend"] = "trend"


@dataclass(frozen=True)
class Delta:
    """A change with its arrow. ``better`` is None where up is neither good nor bad, ``up`` None where nothing changed."""

    value: Value
    better: bool | None
    up: bool | None
    type: Literal["delta"] = "delta"


@dataclass(frozen=True)
class Difference:
    """A change as a bar from the column's own zero line; all bars of a column share one scale."""

    amount: float
    value: Value
    better: bool | None
    type: Literal["difference"] = "difference"


@dataclass(frozen=True)
class Portion:
    """An amount as a bar from zero with its value; all bars of a column share one scale."""

    amount: float
    value: Value
    type: Literal["portion"] = "portion"


@dataclass(frozen=True)
class Reason:
    """Why a row is where it is, in a few words."""

    tone: Tone
    mark: Literal["up", "down", "flat", "alert", "clock"]
    text: Words


@dataclass(frozen=True)
class Reasons:
    """Reasons, the worst first."""

    reasons: tuple[Reason, ...]
    type: Literal["reasons"] = "reasons"


@dataclass(frozen=True)
class To:
    """Words that lead to what ``key`` names."""

    words: Value
    key: str
    type: Literal["to"] = "to"


Cell = Value | Named | Trend | Delta | Difference | Portion | Reasons | Thumb | Progress | To
"""What a table's cell may hold; every medium shows at least the words and values in it."""


@dataclass(frozen=True)
class Column:
    """A column's head; numbers stand at the right."""

    label: Words
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns; None is an empty cell.

    ``tone`` colours the row's status cell; ``key`` names what the row's first cell opens.
    """

    cells: tuple[Cell | None, ...]
    tone: Tone = "neutral"
    key: str | None = None


@dataclass(frozen=True)
class Table:
    """A table, with a total row where a sum means something."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    kind: Literal["table"] = "table"
