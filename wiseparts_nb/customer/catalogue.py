"""The catalogue: every widget about a customer, in the order that a reader meets them."""

from __future__ import annotations

from wiseparts_nb.customer import quotes_by_brand
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.widget import Widget

__all__ = ["CATALOGUE", "widget"]

CATALOGUE: tuple[Widget, ...] = (quotes_by_brand.WIDGET,)


def widget(name: str) -> Widget:
    """Return the widget of this name.

    Raises
    ------
    UnknownNameError
        There is none; the message names the nearest.
    """
    for one in CATALOGUE:
        if one.name == name:
            return one
    raise UnknownNameError(
        "KPI",
        name,
        [one.name for one in CATALOGUE],
        way_out="'wiseparts kpi --list' shows them all.",
    )
