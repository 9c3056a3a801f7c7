"""Activities: all that happened with one customer or with all of them, filtered, newest first (C14 to C22, C68)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from wiseparts_nb.card import Card, Timeline
from wiseparts_nb.customer.timeline import Option, Sought, TimelinePage, timeline
from wiseparts_nb.customer.timeline import card as timeline_card
from wiseparts_nb.dashboard import drawer
from wiseparts_nb.dashboard.drawing import card
from wiseparts_nb.dashboard.filters import Choice, Field, filters
from wiseparts_nb.dashboard.heading import customer_heading, heading
from wiseparts_nb.dashboard.kind import Block, Kind
from wiseparts_nb.dashboard.pages.customer import link as customer_link
from wiseparts_nb.dashboard.paging import offset_of, pager
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Number, Text, Words

__all__ = ["ACTIVITIES"]

PAGE = 40
"""Entries of one screen."""


def _source(visit: Visit) -> Source:
    return visit.customer if visit.address.get("customer") else visit.everyone


def _found(visit: Visit) -> TimelinePage:
    address, source = visit.address, _source(visit)
    sought = Sought(
        kinds=tuple(filter(None, address.all("kind"))),
        person=address.get("person") or None,
        start=_day(address.get("from")),
        end=_day(address.get("to")),
        words=address.get("words"),
    )
    offset = offset_of(visit)
    return source.once(
        f"timeline {sought!r} {offset}", lambda: timeline(source, sought, limit=PAGE, offset=offset)
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"{text!r} is not a day. Write it like 2026-11-23.") from None


def _title(visit: Visit) -> Words:
    _found(visit)  # refuses filters that cannot be read
    return visit.name if visit.address.get("customer") else Text("frame.activities")


def _heading(visit: Visit) -> Markup:
    if visit.address.get("customer"):
        return customer_heading(visit, kicker=Text("frame.activities"))
    return heading(visit, kicker=Text("analytics_page.everyone"), title=Text("frame.activities"))


def _filters(visit: Visit) -> Markup:
    found = _found(visit)
    fields = (
        Field("kind", Text("activities.kind"), tuple(_choices(found.kinds))),
        Field("person", Text("activities.person"), tuple(_choices(found.people))),
        Field("from", Text("activities.from"), type="date"),
        Field("to", Text("activities.to"), type="date"),
        Field("words", Text("activities.words"), type="search"),
    )
    newest = replace(visit, address=visit.address.without("after"))
    return filters(newest, fields)


def _choices(options: tuple[Option, ...]) -> Iterator[Choice]:
    yield Choice("", Text("page.all"))
    for one in options:
        yield Choice(one.value, Text("page.option", {"words": one.label, "n": Number(one.count)}))


def _timeline(visit: Visit) -> Markup:
    found = _found(visit)
    drawn = card(_named(timeline_card(found), found), visit, ACTIVITIES, room="whole")
    steps = pager(visit, offset=found.offset, size=PAGE, count=found.count, kind="time")
    return Markup(drawn) + steps  # noqa: S704  # escaped by its templates


def _named(made: Card, found: TimelinePage) -> Card:
    """Let entries of many customers lead to the customer: a record is opened on its customer's own page."""
    if not found.named or not made.parts:
        return made
    entries = made.parts[0].entries if isinstance(made.parts[0], Timeline) else ()
    led = tuple(
        replace(entry, key=f"customer:{one.customer_id}")
        for entry, one in zip(entries, found.happenings, strict=True)
    )
    return replace(made, parts=(Timeline(led), *made.parts[1:]))


ACTIVITIES = Kind(
    name="activities",
    title=_title,
    heading=_heading,
    blocks={
        "filters": Block(_filters, Text("page.filters")),
        "timeline": Block(_timeline, Text("timeline.title")),
    },
    link=customer_link,
    drawer=drawer.details,
    files={"rows": drawer.rows},
)
