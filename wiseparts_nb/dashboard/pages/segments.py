"""Segments: which customers are active, inactive, recovered, by purchase, by trade, by tier, each list to open."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from wiseparts_nb.card import Card
from wiseparts_nb.customer.segment_lists import LISTED, SegmentType, segment_lists
from wiseparts_nb.customer.segment_lists import card as segment_card
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.heading import heading
from wiseparts_nb.dashboard.kind import Block, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Number, Text, Words

__all__ = ["SEGMENTS"]

_TYPES = ("activity", "trade", "tier")


def _lists(visit: Visit) -> tuple[SegmentType, ...]:
    return visit.everyone.once("segment lists", lambda: segment_lists(visit.everyone))


def _title(visit: Visit) -> Words:
    for name in _TYPES:
        _draw(name, visit)  # refuses a segment that there is not
    return Text("frame.segments")


def _heading(visit: Visit) -> Markup:
    lead = Text("segments_page.lead", {"n": Number(len(visit.everyone.customer_ids))})
    return heading(
        visit, kicker=Text("analytics_page.everyone"), title=Text("frame.segments"), lead=lead
    )


def _draw(name: str, visit: Visit) -> Card | None:
    """Draw one way to class customers; a chosen segment (``trade=installer``) is listed whole."""
    found = next((one for one in _lists(visit) if one.type == name), None)
    if found is None:
        return None
    chosen = visit.address.all(name)
    return segment_card(
        found, segment=chosen[-1] if chosen else None, limit=None if chosen else LISTED
    )


def _link(visit: Visit, key: str) -> Address | None:
    kind, _, name = key.partition(":")
    if kind == "customer":
        return visit.address.to("customer", customer=name)
    if kind == "segment":
        way, _, segment = name.partition(".")
        return visit.address.put(**{way: segment})
    return None


SEGMENTS = Kind(
    name="segments",
    title=_title,
    heading=_heading,
    blocks={
        name: Block(partial(_draw, name), Text(f"segments.{name}"), 6 if name != "activity" else 12)
        for name in _TYPES
    },
    link=_link,
)
