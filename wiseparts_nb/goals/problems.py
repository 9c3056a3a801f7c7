"""What is wrong with a goal's terms, field by field, in words that stand beside the field; terms without a problem can be approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from wiseparts_nb.goals.people import people
from wiseparts_nb.goals.terms import GoalTerms
from wiseparts_nb.goals.wording import amount
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Number, Text

__all__ = ["Problem", "problems", "unknown_names"]

LONGEST_DAYS = 3660
"""Ten years: a longer period is a slip of a digit."""
LONGEST_TEXT = 200
MOST_LEVELS = 4


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the field (``stretch.2``, counted from 1), and what it must be."""

    field: str
    words: Text


def problems(terms: GoalTerms) -> tuple[Problem, ...]:
    """Return what is wrong with the terms by themselves, in the order of the form."""
    return (*_whose(terms), *_period(terms), *_levels(terms))


def _whose(terms: GoalTerms) -> Iterator[Problem]:
    if not terms.description.strip():
        yield Problem("description", Text("goal_problems.description"))
    if len(terms.description) > LONGEST_TEXT:
        most = {"n": Number(LONGEST_TEXT)}
        yield Problem("description", Text("goal_problems.long_description", most))
    if not terms.staff and not terms.teams:
        yield Problem("teams", Text("goal_problems.whose"))


def _period(terms: GoalTerms) -> Iterator[Problem]:
    start, end = terms.starts_on, terms.ends_on
    if start is None:
        yield Problem("starts_on", Text("goal_problems.starts_on"))
    if end is None:
        yield Problem("ends_on", Text("goal_problems.ends_on"))
    elif start is not None and end < start:
        yield Problem("ends_on", Text("goal_problems.ends_before", {"day": Day(start)}))
    elif start is not None and (end - start).days >= LONGEST_DAYS:
        most = {"n": Number(LONGEST_DAYS // 366)}
        yield Problem("ends_on", Text("goal_problems.too_long", most))


def _levels(terms: GoalTerms) -> Iterator[Problem]:
    if terms.target is None:
        yield Problem("target", Text("goal_problems.target"))
    elif terms.target <= 0:
        yield Problem("target", Text("goal_problems.not_positive"))
    if len(terms.levels) > MOST_LEVELS:
        most = {"n": Number(MOST_LEVELS - 1)}
        yield Problem("stretch.1", Text("goal_problems.many_levels", most))
    for at, (lower, upper) in enumerate(pairwise(terms.levels), 1):
        if upper <= lower:
            least = {"amount": amount(lower, terms.measure)}
            yield Problem(f"stretch.{at}", Text("goal_problems.not_rising", least))


def unknown_names(terms: GoalTerms, source: Source) -> tuple[Problem, ...]:
    """Return the staff and teams that the data do not have (any more), and teams to which nobody belongs."""
    known = people(source)
    used = set(known.with_members())
    found = [
        Problem("staff", Text("goal_problems.lost_staff", {"name": one}))
        for one in terms.staff
        if one not in known.staff
    ]
    for one in terms.teams:
        if one not in known.teams:
            found.append(Problem("teams", Text("goal_problems.lost_team", {"name": one})))
        elif one not in used:
            named = {"name": known.teams[one]}
            found.append(Problem("teams", Text("goal_problems.empty_team", named)))
    return tuple(found)
