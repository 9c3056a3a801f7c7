"""Agreements: all of them by status, those that need attention first, with progress, chance and thumb (A6, A7, A22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.list_card import Entry, list_card
from wiseparts_nb.agreements.names import names_of
from wiseparts_nb.agreements.performance import Performance
from wiseparts_nb.agreements.rights import may_see, may_write
from wiseparts_nb.agreements.terms import METRICS
from wiseparts_nb.agreements.wording import metric_words
from wiseparts_nb.card import Card, Note
from wiseparts_nb.dashboard.actions import Action, actions, empty
from wiseparts_nb.dashboard.agreed import (
    STANDINGS,
    Sought,
    Standing,
    link,
    measured,
    sought,
    standing,
)
from wiseparts_nb.dashboard.drawing import card, fill
from wiseparts_nb.dashboard.filters import Choice, Field, filters
from wiseparts_nb.dashboard.heading import heading
from wiseparts_nb.dashboard.kind import Block, Kind
from wiseparts_nb.dashboard.paging import offset_of, pager
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.text import Day, Number, Text, Words

__all__ = ["AGREEMENTS"]

PAGE = 40
"""Agreements of one screen."""


def _status(visit: Visit) -> Standing:
    asked = visit.address.get("status") or STANDINGS[0]
    for one in STANDINGS:
        if one == asked:
            return one
    raise UnknownNameError("status", asked, STANDINGS)


def _by_status(visit: Visit) -> Mapping[Standing, Sequence[Agreement]]:
    found: dict[Standing, list[Agreement]] = {one: [] for one in STANDINGS}
    for agreement in visit.agreements:
        found[standing(agreement, visit)].append(agreement)
    return found


def _found(visit: Visit) -> tuple[Agreement, ...]:
    """The agreements that are asked for, in the order in which they are listed."""
    metric, brand = visit.address.get("metric"), visit.address.get("brand")
    if metric and metric not in METRICS:
        raise UnknownNameError("metric", metric, METRICS)
    brands = names_of(visit.source).brands
    if brand and brand not in brands:
        raise UnknownNameError("brand", brand, brands)
    status = _status(visit)
    listed = _by_status(visit)[status]
    asked = Sought(visit.address.get("words"), metric, brand)
    return tuple(_ordered(visit, status, tuple(sought(visit, listed, asked))))


def _ordered(visit: Visit, status: Standing, found: Sequence[Agreement]) -> Sequence[Agreement]:
    if status == "active":
        stand = measured(visit, _by_status(visit)["active"])
        return sorted(found, key=lambda one: _need(stand.get(one.agreement_id)))
    if status == "upcoming":
        return sorted(found, key=lambda one: one.in_force.starts_on or date.max)
    if status == "expired":
        return sorted(found, key=lambda one: one.in_force.ends_on or date.min, reverse=True)
    return sorted(found, key=lambda one: one.changed_at, reverse=True)


def _need(found: Performance | None) -> tuple[bool, float]:
    """Rank by how far an agreement runs below its expected path, as a share of it; one without figures comes last."""
    if found is None or found.total.gap is None:
        return True, 0.0
    return False, float(found.total.gap / found.total.expected) if found.total.expected else 0.0


def _title(visit: Visit) -> Words:
    offset_of(visit)
    _found(visit)  # refuses a filter that nobody passes
    return Text("frame.agreements")


def _heading(visit: Visit) -> Markup:
    edit = visit.address.to("agreement_edit")
    new = Action(Text("agreements_page.new"), href=edit.href, primary=True)
    return heading(
        visit,
        kicker=Text("agreements_page.kicker"),
        title=Text("frame.agreements"),
        lead=_lead(visit),
        actions=actions(visit, (new,) if may_write(visit.reader) else ()),
    )


def _lead(visit: Visit) -> Text:
    active = _by_status(visit)["active"]
    stand = measured(visit, active).values()
    above = sum(one.total.ahead is True for one in stand)
    below = [one for one in stand if one.total.ahead is False]
    named = {
        "active": Text("agreements_page.active", {"n": Number(len(active))}),
        "above": Text("agreements_page.above", {"n": Number(above)}),
    }
    if not active:
        return named["active"]
    if not below:
        return Text("agreements_page.lead_above", named)
    until = min(one.terms.ends_on or date.max for one in below)
    needing = {"n": Number(len(below)), "day": Day(until)}
    return Text("agreements_page.lead", {**named, "below": Text("agreements_page.below", needing)})


def _tabs(visit: Visit) -> Markup:
    chosen = _status(visit)
    tabs = [
        {
            "href": visit.address.without("after", "open").put(status=one).href,
            "words": Text(f"agreements_page.status.{one}"),
            "count": Number(len(listed)),
            "here": one == chosen,
        }
        for one, listed in _by_status(visit).items()
    ]
    label = visit.locale.text(Text("agreements_page.statuses"))
    return fill("statuses", visit.locale, tabs=tabs, label=label)


def _filters(visit: Visit) -> Markup:
    return filters(visit.at(visit.address.without("after")), _fields(visit))


def _fields(visit: Visit) -> Iterator[Field]:
    every = Choice("", Text("page.all"))
    yield Field("words", Text("agreements_page.words"), type="search")
    metrics = (Choice(one, metric_words(one)) for one in METRICS)
    yield Field("metric", Text("agreements_page.metric"), (every, *metrics))
    used = {brand for one in visit.agreements for brand in one.in_force.brands.include}
    named = sorted((names_of(visit.source).of("brands", one), one) for one in used)
    if named:
        brands = (Choice(brand, name) for name, brand in named)
        yield Field("brand", Text("agreements_page.brand"), (every, *brands))


def _list(visit: Visit) -> Markup:
    found, offset = _found(visit), offset_of(visit)
    if not found:
        return _nothing(visit)
    screen = found[offset : offset + PAGE] or found[:PAGE]
    drawn = card(_card(visit, screen), visit, AGREEMENTS, room="whole")
    steps = pager(visit, offset=offset, size=PAGE, count=len(found))
    return Markup(drawn) + steps  # noqa: S704  # escaped by its templates


def _card(visit: Visit, screen: Sequence[Agreement]) -> Card:
    """The screen as a card; those that are active were measured together before, for their order."""
    status = _status(visit)
    asked = _by_status(visit)["active"] if status == "active" else screen
    stand = measured(visit, asked)
    entries = (Entry(one, stand.get(one.agreement_id)) for one in screen)
    made = list_card(entries, names_of(visit.source))
    hidden = sum(not may_see(visit.reader, one.in_force) for one in screen)
    notes = (Note(Text("agreements_page.margins", {"n": Number(hidden)})),) if hidden else ()
    return replace(
        made,
        title=Text(f"agreements_page.status.{status}"),
        message=Text(f"agreements_page.order.{status}"),
        parts=(*made.parts, *notes),
    )


def _nothing(visit: Visit) -> Markup:
    """Say that there is nothing to list: none passes the filters, or there is none yet and one can be made."""
    status = _status(visit)
    if _by_status(visit)[status]:
        all_of_them = visit.address.to("agreements", status=visit.address.get("status") or None)
        return empty(
            visit,
            Text("agreements_page.no_match"),
            (Text("agreements_page.no_match_text"),),
            Action(Text("agreements_page.all"), href=all_of_them.href),
        )
    new = visit.address.to("agreement_edit").href
    return empty(
        visit,
        Text(f"agreements_page.nothing.{status}"),
        (Text("agreements_page.first"),),
        Action(Text("agreements_page.new"), href=new) if may_write(visit.reader) else None,
    )


AGREEMENTS = Kind(
    name="agreements",
    title=_title,
    heading=_heading,
    blocks={
        "tabs": Block(_tabs, Text("agreements_page.statuses")),
        "filters": Block(_filters, Text("page.filters")),
        "list": Block(_list, Text("frame.agreements")),
    },
    link=link,
)
