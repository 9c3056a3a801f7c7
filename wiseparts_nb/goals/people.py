"""Whose goal it is: staff and the members of teams, and the names of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiseparts_nb.goals.terms import GoalTerms
from wiseparts_nb.source.source import Source

__all__ = ["People", "Person", "people"]


@dataclass(frozen=True)
class Person:
    """One of the staff; ``team_id`` None where they belong to no team."""

    staff_id: str
    name: str
    team_id: str | None


@dataclass(frozen=True)
class People:
    """Staff and teams of the data: persons by id, team names by id."""

    staff: Mapping[str, Person]
    teams: Mapping[str, str]

    def members(self, terms: GoalTerms) -> tuple[Person, ...]:
        """Return those whose goal it is, each once: the staff named, then the teams' members by id.

        A person whom the data do not have (any more) stays, under their id: what they brought still counts.
        """
        named = [self.staff.get(one, Person(one, one, None)) for one in terms.staff]
        teams = set(terms.teams)
        found = [*named, *(one for one in self.staff.values() if one.team_id in teams)]
        return tuple({one.staff_id: one for one in found}.values())

    def names(self, terms: GoalTerms) -> tuple[str, ...]:
        """Return the names of the teams and of the staff that a goal was set for."""
        teams = (self.teams.get(one, one) for one in terms.teams)
        staff = (self.staff[one].name if one in self.staff else one for one in terms.staff)
        return (*teams, *staff)

    def with_members(self) -> Sequence[str]:
        """Return the ids of the teams that anybody belongs to."""
        used = {one.team_id for one in self.staff.values()}
        return [one for one in self.teams if one in used]


def people(source: Source) -> People:
    """Return the staff and teams of the data, asked once per source."""
    staff = source.table("select staff_id, name, team_id from staff order by staff_id")[1]
    teams = source.table("select team_id, name from teams order by team_id")[1]
    return People({row[0]: Person(*row) for row in staff}, dict(teams))
