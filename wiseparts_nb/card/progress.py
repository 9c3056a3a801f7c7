"""Parts about a target: progress against tiers, the chance of each, the way there; and the thumb of a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from wiseparts_nb.card.figures import PathPoint
from wiseparts_nb.text import Value, Words

__all__ = ["Bullet", "Chance", "Chances", "Course", "Gap", "Progress", "Thumb", "TierMark"]


@dataclass(frozen=True)
class TierMark:
    """A tier on a scale. ``label`` (Tier 2) and ``threshold`` (€250k) are written, ``rate`` (+3 %) where there is room, ``state`` (reached 16 Oct) on a course."""

    at: Decimal
    label: Words
    threshold: Value
    rate: Value
    state: Words
    reached: bool


@dataclass(frozen=True)
class Bullet:
    """An amount on its way through the tiers: actual solid, projected hatched with its 80 % range, tiers as ticks.

    ``value`` and ``projected_value`` are what is said of both. Amounts may be negative (returns): they draw as nothing.
    """

    actual: Decimal
    value: Value
    tiers: tuple[TierMark, ...]
    projected: Decimal | None = None
    projected_value: Value | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    kind: Literal["bullet"] = "bullet"


@dataclass(frozen=True)
class Chance:
    """One tier: ``label`` (Tier 3 · €350,000), ``state`` (Reached; 21 %, unlikely), a bar of ``share`` (0..1) hatched unless reached, two notes below."""

    label: Words
    state: Words
    share: float
    reached: bool
    left: Words | None = None
    right: Words | None = None


@dataclass(frozen=True)
class Chances:
    """Tiers with the chance of each, the lowest first."""

    chances: tuple[Chance, ...]
    kind: Literal["chances"] = "chances"


@dataclass(frozen=True)
class Gap:
    """Actual minus expected at the end of a month."""

    month: date
    amount: Decimal


@dataclass(frozen=True)
class Course:
    """A period as cumulative lines: actual, projected with its range, expected, the tiers across; below, actual minus expected by month.

    ``expected`` has a point a month, the start among them. ``unit`` says whether amounts are money or a quantity.
    """

    start: date
    end: date
    actual: tuple[PathPoint, ...]
    projected: tuple[PathPoint, ...]
    expected: tuple[PathPoint, ...]
    tiers: tuple[TierMark, ...]
    gaps: tuple[Gap, ...]
    unit: Literal["money", "quantity"] = "money"
    kind: Literal["course"] = "course"


@dataclass(frozen=True)
class Thumb:
    """Above (``up``) or below what is expected: a thumb, a value, and a caption below. ``up`` None draws no thumb."""

    value: Value
    up: bool | None
    caption: Words | None = None
    type: Literal["thumb"] = "thumb"


@dataclass(frozen=True)
class Progress:
    """A small bullet in a table with a caption below; each row has a scale of its own (its tiers)."""

    bullet: Bullet
    caption: Words
    type: Literal["progress"] = "progress"
