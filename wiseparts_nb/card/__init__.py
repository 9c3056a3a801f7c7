"""Cards: what a reader sees, with no medium and no language in it.

A card is a title, one sentence with the finding, and parts. The parts are a closed union: every renderer matches all of
them, and a type checker refuses a renderer that forgets one. Cards travel as JSON (:func:`to_json`, :func:`from_json`), so a
notebook's output can be drawn again by any exporter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from wiseparts_nb.card.figures import (
    Bar,
    Bars,
    Change,
    Dots,
    DotsRow,
    Dumbbell,
    DumbbellRow,
    Metric,
    MonthBar,
    Months,
    Panel,
    Panels,
    Path,
    PathPoint,
    Picture,
    Scatter,
    ScatterPoint,
)
from wiseparts_nb.card.progress import (
    Bullet,
    Chance,
    Chances,
    Course,
    Gap,
    Progress,
    Thumb,
    TierMark,
)
from wiseparts_nb.card.tables import (
    Cell,
    Column,
    Delta,
    Difference,
    Named,
    Portion,
    Reason,
    Reasons,
    Row,
    Table,
    To,
    Trend,
)
from wiseparts_nb.card.words import (
    Entry,
    Finding,
    Findings,
    Headline,
    Identity,
    Note,
    Step,
    Steps,
    Timeline,
    Tone,
)
from wiseparts_nb.text import Words

__all__ = [
    "MIME_TYPE",
    "Bar",
    "Bars",
    "Bullet",
    "Card",
    "Cell",
    "Chance",
    "Chances",
    "Change",
    "Column",
    "Course",
    "Delta",
    "Difference",
    "Dots",
    "DotsRow",
    "Dumbbell",
    "DumbbellRow",
    "Entry",
    "Finding",
    "Findings",
    "Gap",
    "Headline",
    "Identity",
    "Metric",
    "MonthBar",
    "Months",
    "Named",
    "Note",
    "Panel",
    "Panels",
    "Part",
    "Path",
    "PathPoint",
    "Picture",
    "Portion",
    "Progress",
    "Reason",
    "Reasons",
    "Row",
    "Scatter",
    "ScatterPoint",
    "Step",
    "Steps",
    "Table",
    "Thumb",
    "TierMark",
    "Timeline",
    "To",
    "Tone",
    "Trend",
    "from_json",
    "to_json",
]

MIME_TYPE = "application/vnd.wiseparts.card+json"

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
    | Scatter
    | Bullet
    | Chances
    | Course
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
