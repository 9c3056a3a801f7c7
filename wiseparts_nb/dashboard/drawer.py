"""The drawer: what opens behind a number, and its rows as a file."""

from __future__ import annotations

from markupsafe import Markup

from wiseparts_nb.customer.details import detail
from wiseparts_nb.dashboard.csv_file import csv_file
from wiseparts_nb.dashboard.drawing import card, fill
from wiseparts_nb.dashboard.how import HOW, explained
from wiseparts_nb.dashboard.kind import File, Kind
from wiseparts_nb.dashboard.visit import Visit

__all__ = ["details", "rows"]


def details(kind: Kind, visit: Visit, key: str) -> Markup:
    """Draw what a key opens: where it stands, the figure it explains, its evidence, its rows as a file."""
    if key.startswith(HOW):
        return explained(kind, visit, key.removeprefix(HOW))
    found = detail(visit.customer, key)
    led_to = ((one.words, kind.link(visit, one.key)) for one in found.links)
    return fill(
        "drawer",
        visit.locale,
        detail=found,
        cards=[Markup(card(one, visit, kind)) for one in found.cards],  # noqa: S704  # escaped by its templates
        close=visit.address.put(open=None).href,
        count=found.rows.count if visit.reader.may("export") else 0,
        what=f"rows:{key}",
        links=[{"words": words, "href": to.href} for words, to in led_to if to is not None],
    )


def rows(visit: Visit, key: str) -> File:
    """Return the rows behind a figure as a CSV file: the same selection, so they add up to it."""
    selection = detail(visit.customer, key).rows
    columns, found = visit.customer.table(selection.sql, **selection.values)
    return csv_file(f"{visit.customer_id}-{key}", columns, found, visit)
