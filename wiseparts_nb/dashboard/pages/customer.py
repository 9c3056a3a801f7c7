"""The customer page: what a manager opens before a meeting. Each widget of the catalogue is a block of it (C1 to C60)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from markupsafe import Markup

from wiseparts_nb.customer.card_states import shown
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.dashboard import drawer
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.brief import brief
from wiseparts_nb.dashboard.heading import customer_heading
from wiseparts_nb.dashboard.hidden_note import hidden_note
from wiseparts_nb.dashboard.kind import Block, Drawing, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.render.page import SPANS, Span
from wiseparts_nb.text import Text
from wiseparts_nb.widget import Widget

__all__ = ["CUSTOMER", "WIDGET_BLOCKS", "how", "link"]


def _draw(widget: Widget, visit: Visit) -> Drawing:
    return shown(widget, visit.customer)


def _heading(visit: Visit) -> Markup:
    files = ({"what": "brief", "icon": "print", "words": Text("customer.print")},)
    return customer_heading(visit, kicker=Text("customer.kicker"), files=files)


def link(visit: Visit, key: str) -> Address | None:
    """Lead a brand to Analytics 360, an agreement and another customer to their pages, anything else into the drawer."""
    kind, _, name = key.partition(":")
    if kind == "brand":
        return visit.address.to("analytics", customer=visit.customer_id, brand=name)
    if kind == "analytics":
        dimension, _, value = name.partition(":")
        return visit.address.to("analytics", customer=visit.customer_id, **{dimension: value})
    if kind in ("agreement", "customer"):
        return visit.address.to(kind, **{kind: name})
    return visit.address.put(customer=visit.customer_id, open=key)


def how(visit: Visit, name: str) -> Address | None:
    """Tell how a widget's figures are computed, in the drawer."""
    return (
        visit.address.put(customer=visit.customer_id, open=f"how:{name}")
        if name in WIDGET_BLOCKS
        else None
    )


_SPANS: Mapping[str, Span] = {**SPANS, "agreements": 12, "offers": 4, "customer_record": 8}

_MORE = {
    "agreements": ("customer_agreements", Text("customer.all_agreements")),
    "latest_events": ("activities", Text("customer.all_events")),
    "activities_by_type": ("activities", Text("customer.all_activities")),
    "last_12_months": ("analytics", Text("customer.all_sales")),
}

WIDGET_BLOCKS = {
    widget.name: Block(
        partial(_draw, widget), widget.title, _SPANS.get(widget.name, 4), _MORE.get(widget.name)
    )
    for widget in CATALOGUE
}
"""A block for each widget of the catalogue, under the widget's name."""

CUSTOMER = Kind(
    name="customer",
    title=lambda visit: visit.name,
    heading=_heading,
    blocks={**WIDGET_BLOCKS, "hidden": Block(hidden_note, Text("customer.hidden"))},
    link=link,
    how=how,
    drawer=drawer.details,
    files={"brief": brief, "rows": drawer.rows},
)
