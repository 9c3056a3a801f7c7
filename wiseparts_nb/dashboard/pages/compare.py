"""Compare: up to five customers side by side, and one among its peers (C64 to C66)."""

from __future__ import annotations

from markupsafe import Markup

from wiseparts_nb.card import Card
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.filters import Crumb, filters
from wiseparts_nb.dashboard.heading import heading
from wiseparts_nb.dashboard.kind import Block, Drawing, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.portfolio.comparison import MOST, Comparison, comparison
from wiseparts_nb.portfolio.comparison_cards import activities_card, figures_card, trends_card
from wiseparts_nb.portfolio.peer_card import peers_card
from wiseparts_nb.portfolio.peers import peers
from wiseparts_nb.text import Number, Text, Words
from wiseparts_nb.widget import Hidden

__all__ = ["COMPARE"]

SUGGESTED = 3
"""Customers that are compared before any is chosen: those with the largest sales."""


def _comparison(visit: Visit) -> Comparison:
    chosen = visit.address.all("customer") or visit.largest(SUGGESTED)
    return visit.everyone.once(f"comparison {chosen}", lambda: comparison(visit.everyone, chosen))


def _title(visit: Visit) -> Words:
    _comparison(visit)  # refuses an address that names nobody, or too many
    return Text("compare.title")


def _heading(visit: Visit) -> Markup:
    count = len(_comparison(visit).customers)
    return heading(
        visit,
        kicker=Text("frame.compare"),
        title=Text("compare.title"),
        lead=Text("compare.lead", {"n": Number(count), "most": Number(MOST)}),
        picker=count < MOST,
    )


def _chosen(visit: Visit) -> Markup:
    customers = _comparison(visit).customers
    ids = tuple(one.account.customer_id for one in customers)
    taken = (
        Crumb(
            one.account.name,
            visit.address.put(
                customer=[other for other in ids if other != one.account.customer_id]
            ).href,
        )
        for one in customers
    )
    return filters(visit, (), taken if len(ids) > 1 else ())


def _pick(visit: Visit, customer_id: str) -> Address:
    chosen = visit.address.all("customer") or visit.largest(SUGGESTED)
    return visit.address.put(customer=tuple(dict.fromkeys((*chosen, customer_id))))


def _peers(visit: Visit) -> Drawing:
    """The first customer among its peers."""
    first = _comparison(visit).customers[0].account.customer_id
    found = peers(visit.everyone, first)
    return found if isinstance(found, Hidden) else peers_card(found)


def _activities(visit: Visit) -> Card | None:
    return activities_card(_comparison(visit))


def _link(visit: Visit, key: str) -> Address | None:
    kind, _, name = key.partition(":")
    return visit.address.to("customer", customer=name) if kind == "customer" else None


COMPARE = Kind(
    name="compare",
    title=_title,
    heading=_heading,
    blocks={
        "chosen": Block(_chosen, Text("page.chosen")),
        "trends": Block(lambda visit: trends_card(_comparison(visit)), Text("comparison.trends")),
        "figures": Block(
            lambda visit: figures_card(_comparison(visit)), Text("comparison.figures")
        ),
        "activities": Block(_activities, Text("comparison.activities")),
        "peers": Block(_peers, Text("peers.title")),
    },
    link=_link,
    pick=_pick,
)
