"""Cards: what a reader sees, with no medium and no language in it.

A card is a title, one sentence with the finding, and parts. The parts are a closed union: every renderer matches all of
them, and a type checker refuses a renderer that forgets one. Cards travel as JSON (:func:`to_json`, :func:`from_json`), so a
notebook's output can be drawn again by any exporter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from wiseparts_nb.text import Day, Moment, Value, Words

__all__ = [
    "MIME_TYPE",
    "Bar",
    "Bars",
    "Card",
    "Change",
    "Column",
    "Dots",
    "DotsRow",
    "Dumbbell",
    "DumbbellRow",
    "Entry",
    "Finding",
    "Findings",
    "Headline",
    "Identity",
    "Metric",
    "MonthBar",
    "Months",
    "Note",
    "Panel",
    "Panels",
    "Part",
    "Path",
    "PathPoint",
    "Picture",
    "Row",
    "Step",
    "Steps",
    "Table",
    "Timeline",
    "Tone",
    "from_json",
    "to_json",
]

MIME_TYPE = "application/vnd.wiseparts.card+json"

Tone = Literal["good", "bad", "warn", "neutral"]
"""good and bad: better or worse than the reference; warn: attention; neutral: no judgement."""


@dataclass(frozen=True)
class Identity:
    """Who the page is about: name, facts in one line, and (at the right) the meeting it was made for."""

    name: str
    facts: tuple[Value, ...] = ()
    meeting: tuple[Value, ...] = ()
    kind: Literal["identity"] = "identity"


@dataclass(frozen=True)
class Headline:
    """The verdict: a badge (word with its tone) and one sentence."""

    badge: Words
    tone: Tone
    sentence: Words
    kind: Literal["headline"] = "headline"


@dataclass(frozen=True)
class Finding:
    """One reason: a figure, what it means with its comparison and period, and the money behind it."""

    tone: Tone
    mark: Literal["up", "down", "flat", "alert", "clock"]
    figure: Value
    text: Words
    amount: Value | None = None


@dataclass(frozen=True)
class Findings:
    """Reasons, the worst first."""

    findings: tuple[Finding, ...]
    kind: Literal["findings"] = "findings"


@dataclass(frozen=True)
class Step:
    """Something to do; ``source`` names the rule that proposed it."""

    text: Words
    source: str


@dataclass(frozen=True)
class Steps:
    """Numbered things to do or to raise, the most valuable first."""

    title: Words
    steps: tuple[Step, ...]
    kind: Literal["steps"] = "steps"


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


@dataclass(frozen=True)
class Months:
    """Months in two tiers: change against the year before, and amounts beside the year before."""

    months: tuple[MonthBar, ...]
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
class Column:
    """A column's head; numbers stand at the right."""

    label: Words
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns; None is an empty cell. ``tone`` colours the row's status cell."""

    cells: tuple[Value | None, ...]
    tone: Tone = "neutral"
    key: str | None = None


@dataclass(frozen=True)
class Table:
    """A table, with a total row where a sum means something."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Entry:
    """One entry of a timeline; ``icon`` names its sort, ``key`` the record behind it."""

    at: Day | Moment
    icon: Literal[
        "visit",
        "call",
        "meeting",
        "online_meeting",
        "email",
        "other",
        "task",
        "note",
        "system",
        "quote",
        "order",
        "due",
    ]
    text: Words
    who: str | None = None
    tone: Tone = "neutral"
    key: str | None = None


@dataclass(frozen=True)
class Timeline:
    """Entries in the order they are read."""

    entries: tuple[Entry, ...]
    kind: Literal["timeline"] = "timeline"


@dataclass(frozen=True)
class Note:
    """A sentence that stands apart: a hint, a warning, a definition."""

    text: Words
    tone: Tone = "neutral"
    kind: Literal["note"] = "note"


@dataclass(frozen=True)
class Picture:
    """An analyst's own chart, as its Vega-Lite specification, with the sentence that a reader who can't see it gets."""

    spec: dict[str, Any]
    alt: str
    kind: Literal["picture"] = "picture"


Part = Annotated[
    Identity
    | Headline
    | Findings
    | Steps
    | Metric
    | Bars
    | Months
    | Path
    | Dots
    | Panels
    | Dumbbell
    | Table
    | Timeline
    | Note
    | Picture,
    Field(discriminator="kind"),
]


@dataclass(frozen=True)
class Card:
    """What one widget shows.

    ``meta`` says measure, unit and period; ``message`` is the finding in one sentence; ``footer`` a definition or what a
    click does.
    """

    name: str
    title: Words
    parts: tuple[Part, ...]
    meta: Words | None = None
    message: Words | None = None
    footer: Words | None = None


@cache
def _adapter() -> TypeAdapter[Card]:
    return TypeAdapter(Card)


def to_json(card: Card) -> dict[str, Any]:
    """Return the card as plain JSON values: decimals as text, dates as ISO."""
    return _adapter().dump_python(card, mode="json")


def from_json(document: dict[str, Any]) -> Card:
    """Return the card that :func:`to_json` wrote.

    Raises
    ------
    pydantic.ValidationError
        The document is not a card.
    """
    return _adapter().validate_python(document)
