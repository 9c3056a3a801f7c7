"""Goals: targets of staff and teams by status; one of them with its course, its sub-periods and its members (A29a)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from wiseparts_nb.agreements.rights import may_decide, may_write
from wiseparts_nb.card import Card
from wiseparts_nb.dashboard.actions import Action, actions, empty
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.filters import Choice, Field, filters
from wiseparts_nb.dashboard.goal_changes import CHANGES
from wiseparts_nb.dashboard.heading import heading
from wiseparts_nb.dashboard.kind import Block, Drawing, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.goals.cards import (
    Entry,
    list_card,
    members_card,
    parts_card,
    sentence,
    standing_card,
    terms_card,
)
from wiseparts_nb.goals.course_card import course_card
from wiseparts_nb.goals.goal import Goal
from wiseparts_nb.goals.people import People, people
from wiseparts_nb.goals.performance import GoalPerformance, followed
from wiseparts_nb.goals.problems import problems
from wiseparts_nb.goals.register import open_goals
from wiseparts_nb.goals.terms import GoalTerms
from wiseparts_nb.goals.wording import measure_words, span_words, whose_words
from wiseparts_nb.text import Number, Text, Value, Words

__all__ = ["GOALS"]

_STATUSES = ("active", "upcoming", "expired", "draft")
_FILTERS = ("team", "person", "year")


# what is asked for


def _kept(visit: Visit) -> tuple[Goal, ...]:
    return open_goals(visit.source.settings).all()


def _one(visit: Visit) -> Goal | None:
    """The goal that is opened; None on the list."""
    goal_id = visit.address.get("goal")
    return open_goals(visit.source.settings).one(goal_id) if goal_id else None


def _known(visit: Visit) -> People:
    return visit.source.once("people", lambda: people(visit.source))


def _found(visit: Visit, kept: Sequence[Goal]) -> Mapping[str, GoalPerformance]:
    return followed(visit.everyone, kept, margin=visit.reader.may("see_margin"))


def _status(visit: Visit) -> str:
    asked = visit.address.get("status") or _STATUSES[0]
    if asked not in _STATUSES:
        raise UnknownNameError("status", asked, _STATUSES)
    return asked


def _standing(visit: Visit, goal: Goal) -> str:
    status = goal.in_force.status(visit.source.as_of)
    return "draft" if goal.approved is None or status is None else status


def _sought(visit: Visit) -> tuple[Goal, ...]:
    """The goals of the chosen status that pass the filters."""
    team, person, year = (visit.address.get(name) for name in _FILTERS)
    known = _known(visit)
    if team and team not in known.teams:
        raise UnknownNameError("team", team, known.teams)
    if person and person not in known.staff:
        raise UnknownNameError("member of staff", person, known.staff)
    if year and not (year.isascii() and year.isdecimal()):
        raise InputError(f"{year!r} is not a year. Write it like 2026.")
    return tuple(
        one
        for one in _kept(visit)
        if _standing(visit, one) == _status(visit)
        and (not team or team in _teams(one.in_force, known))
        and (not person or person in (who.staff_id for who in known.members(one.in_force)))
        and (not year or int(year) in _years(one.in_force))
    )


def _teams(terms: GoalTerms, known: People) -> set[str]:
    """The teams of a goal: those that it names, and those of the persons that it names."""
    own = (known.staff[one].team_id for one in terms.staff if one in known.staff)
    return {*terms.teams, *(one for one in own if one)}


def _years(terms: GoalTerms) -> range:
    if terms.starts_on is None or terms.ends_on is None:
        return range(0)
    return range(terms.starts_on.year, terms.ends_on.year + 1)


# the heading


def _title(visit: Visit) -> Words:
    goal = _one(visit)
    if goal is None:
        _sought(visit)  # refuses a filter that nobody passes
        return Text("goals.title")
    return goal.in_force.description or Text("goals_page.unnamed")


def _heading(visit: Visit) -> Markup:
    goal = _one(visit)
    if goal is None:
        return _list_heading(visit)
    terms = goal.in_force
    found = _found(visit, (goal,)).get(goal.goal_id)
    stands = _standing(visit, goal)
    listed = visit.address.to("goals", status=None if stands == "active" else stands)
    return heading(
        visit,
        above={"href": listed.href, "words": Text("goals.title")},
        kicker=Text(f"goals_page.status.{stands}"),
        title=_title(visit),
        badges=(measure_words(terms),),
        facts=(goal.goal_id, whose_words(_known(visit).names(terms)), span_words(terms)),
        lead=sentence(found) if found else None,
        actions=actions(visit, _actions(visit, goal)),
    )


def _list_heading(visit: Visit) -> Markup:
    running = [one for one in _kept(visit) if _standing(visit, one) == "active"]
    stand = _found(visit, running).values()
    told: dict[str, Value] = {
        "n": Number(len(running)),
        "ahead": Text("goals_page.ahead", {"n": Number(sum(one.ahead is True for one in stand))}),
        "likely": Text("goals_page.likely", {"n": Number(sum(_likely(one) for one in stand))}),
    }
    lead = Text("goals_page.lead" if running else "goals_page.lead_none", told)
    new = Action(Text("goals_page.new"), href=visit.address.to("goal_edit").href, primary=True)
    return heading(
        visit,
        kicker=Text("goals_page.kicker"),
        title=Text("goals.title"),
        lead=lead,
        actions=actions(visit, (new,) if may_write(visit.reader) else ()),
    )


def _likely(found: GoalPerformance) -> bool:
    return bool(found.chances) and found.chances[0] >= 0.5  # noqa: PLR2004  # more likely than not


def _actions(visit: Visit, goal: Goal) -> Iterator[Action]:
    """What this reader may do with the goal as it is: an approved one is locked until it is reopened."""
    if not may_write(visit.reader):
        return
    decides = may_decide(visit.reader)
    named = (("goal", goal.goal_id), ("seen", str(goal.revision)))
    yield Action(Text("goals_page.duplicate"), form="duplicate", fields=named)
    if goal.state == "approved":
        if decides:
            yield Action(Text("goals_page.reopen"), form="reopen", fields=named)
        return
    if decides and goal.state == "draft":
        yield Action(Text("goals_page.remove"), form="remove", fields=named)
    ready = decides and not problems(goal.terms) and not goal.written
    edit = visit.address.to("goal_edit", goal=goal.goal_id)
    yield Action(Text("goals_page.edit"), href=edit.href, primary=not ready)
    if ready:
        yield Action(Text("goals_page.approve"), form="approve", fields=named, primary=True)


# the list


def _tabs(visit: Visit) -> Markup | None:
    if _one(visit) is not None:
        return None
    kept, chosen = _kept(visit), _status(visit)
    tabs = [
        {
            "href": visit.address.put(status=one, open=None).href,
            "words": Text(f"goals_page.status.{one}"),
            "count": Number(sum(_standing(visit, goal) == one for goal in kept)),
            "here": one == chosen,
        }
        for one in _STATUSES
    ]
    return fill("statuses", visit.locale, tabs=tabs, label=Text("goals_page.statuses"))


def _filters(visit: Visit) -> Markup | None:
    if _one(visit) is not None or not _kept(visit):
        return None
    return filters(visit, _fields(visit))


def _fields(visit: Visit) -> Iterator[Field]:
    known, kept = _known(visit), _kept(visit)
    terms = [one.in_force for one in kept]
    every = Choice("", Text("page.all"))
    teams = sorted(
        {(known.teams.get(team, team), team) for one in terms for team in _teams(one, known)}
    )
    persons = sorted({(who.name, who.staff_id) for one in terms for who in known.members(one)})
    years = sorted({str(year) for one in terms for year in _years(one)})
    for name, choices in (
        ("team", [Choice(one, named) for named, one in teams]),
        ("person", [Choice(one, named) for named, one in persons]),
        ("year", [Choice(one, one) for one in years]),
    ):
        yield Field(name, Text(f"goals_page.filter.{name}"), (every, *choices))


def _list(visit: Visit) -> Drawing:
    if _one(visit) is not None:
        return None
    sought = _sought(visit)
    if not sought:
        return _nothing(visit)
    found = _found(visit, sought)
    entries = [Entry(one, found.get(one.goal_id)) for one in sought]
    return list_card(entries, _known(visit))


def _nothing(visit: Visit) -> Markup:
    """Say that there is nothing to list, why, and the way on."""
    filtered = any(visit.address.get(name) for name in _FILTERS)
    if filtered:
        way = Action(Text("goals_page.clear"), href=visit.address.without(*_FILTERS).href)
    else:
        way = Action(Text("goals_page.new"), href=visit.address.to("goal_edit").href)
    name = "no_match" if filtered else _status(visit)
    offered = way if filtered or may_write(visit.reader) else None
    return empty(
        visit,
        Text(f"goals_page.nothing.{name}"),
        (Text(f"goals_page.nothing_text.{name}"),),
        offered,
    )


# one goal


def _detail(make: Callable[[GoalPerformance, People], Card | None], visit: Visit) -> Drawing:
    goal = _one(visit)
    found = _found(visit, (goal,)).get(goal.goal_id) if goal else None
    return None if found is None else make(found, _known(visit))


def _standing_block(visit: Visit) -> Drawing:
    """Where the goal stands, or why that cannot be told."""
    goal = _one(visit)
    if goal is None or _found(visit, (goal,)):
        # its sentence stands in the heading
        return _detail(lambda found, _: replace(standing_card(found), message=None), visit)
    if problems(goal.in_force):
        edit = visit.address.to("goal_edit", goal=goal.goal_id, checked="1")
        way = Action(Text("goals_page.complete"), href=edit.href)
        offered = way if may_write(visit.reader) else None
        return empty(
            visit, Text("goals_page.incomplete"), (Text("goals_page.incomplete_text"),), offered
        )
    return empty(visit, Text("goals_page.margin"), (Text("goals_page.margin_text"),))


def _terms(visit: Visit) -> Drawing:
    goal = _one(visit)
    return None if goal is None else terms_card(goal, goal.in_force, _known(visit))


def _link(visit: Visit, key: str) -> Address | None:
    kind, _, name = key.partition(":")
    return visit.address.to("goals", goal=name) if kind == "goal" else None


GOALS = Kind(
    name="goals",
    title=_title,
    heading=_heading,
    blocks={
        "tabs": Block(_tabs, Text("goals_page.statuses")),
        "filters": Block(_filters, Text("page.filters")),
        "list": Block(_list, Text("goals.title")),
        "standing": Block(_standing_block, Text("goals.standing"), 4),
        "course": Block(
            partial(_detail, lambda found, _: course_card(found)), Text("goals.course"), 8
        ),
        "parts": Block(partial(_detail, lambda found, _: parts_card(found)), Text("goals.parts")),
        "members": Block(partial(_detail, members_card), Text("goals.members"), 8),
        "terms": Block(_terms, Text("goals.terms"), 4),
    },
    link=_link,
    forms=CHANGES,
)
