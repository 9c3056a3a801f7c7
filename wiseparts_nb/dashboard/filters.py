"""Filters: a form whose fields are the address, so that a choice can be shared and gone back from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Value, Words

__all__ = ["Choice", "Crumb", "Field", "filters"]


@dataclass(frozen=True)
class Choice:
    """One choice of a field: what the address says, and what a reader sees."""

    value: str
    words: Value


@dataclass(frozen=True)
class Field:
    """One field of the form: a select of ``choices``, or where it has none a text to search for (``type`` text or date)."""

    name: str
    words: Words
    choices: Sequence[Choice] = ()
    type: str = "text"


@dataclass(frozen=True)
class Crumb:
    """A choice made, with the address without it."""

    words: Value
    href: str


def filters(visit: Visit, fields: Iterable[Field], crumbs: Iterable[Crumb] = ()) -> Markup:
    """Return the form; fields of the address that it has no choice for travel along unseen."""
    shown = tuple(fields)
    own = {field.name for field in shown}
    return fill(
        "filters",
        visit.locale,
        page=visit.address.page,
        fields=shown,
        kept=[
            (name, value)
            for name, value in visit.address.fields
            if name not in own and name != "open"
        ],
        chosen={field.name: visit.address.get(field.name) for field in shown},
        crumbs=tuple(crumbs),
    )
