"""The goals that are kept, in the workbench's own store: drafts, approved ones with their versions, reopened ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wiseparts_nb.errors import InputError
from wiseparts_nb.goals.documents import from_document, to_document
from wiseparts_nb.goals.goal import Goal
from wiseparts_nb.goals.problems import problems
from wiseparts_nb.goals.terms import GoalTerms
from wiseparts_nb.locale import Locale
from wiseparts_nb.settings import Settings
from wiseparts_nb.store import Store, open_store
from wiseparts_nb.store.contracts import Contract, Contracts

__all__ = ["GoalRegister", "GoalVersion", "open_goals"]


@dataclass(frozen=True)
class GoalVersion:
    """One approved version of a goal: who approved it (a user id) and when (UTC)."""

    version: int
    terms: GoalTerms
    approved_by: str
    approved_at: datetime


class GoalRegister:
    """Goals by id; ``by`` is the user who makes a change, ``seen`` the revision that they read before.

    Everything raises StoreError where the store cannot be used, UnknownNameError where there is no such goal, and
    ConflictError where it was changed since it was seen.
    """

    def __init__(self, store: Store) -> None:
        self._kept = Contracts(store, "goal")

    def all(self) -> tuple[Goal, ...]:
        """Return every goal, by number."""
        return tuple(map(_goal, self._kept.all()))

    def one(self, goal_id: str) -> Goal:
        """Return the goal with an id."""
        return _goal(self._kept.one(goal_id))

    def create(
        self, terms: GoalTerms, *, by: str, written: Mapping[str, str] | None = None
    ) -> Goal:
        """Add a draft."""
        return _goal(self._kept.create(to_document(terms), by=by, written=written))

    def save(
        self,
        goal_id: str,
        terms: GoalTerms,
        *,
        by: str,
        seen: int,
        written: Mapping[str, str] | None = None,
    ) -> Goal:
        """Change a draft or a reopened goal; InputError where it is approved."""
        document = to_document(terms)
        return _goal(self._kept.save(goal_id, document, by=by, seen=seen, written=written))

    def approve(self, goal_id: str, *, by: str, seen: int) -> Goal:
        """Lock the terms as the next version.

        Raises
        ------
        InputError
            The terms have problems, which it lists, or something that was typed is no value yet.
        """
        found = self.one(goal_id)
        wrong = [Locale().text(one.words) for one in problems(found.terms)]
        wrong += [f"{text!r} is no value of {name}." for name, text in found.written.items()]
        if wrong and found.state != "approved":
            raise InputError(f"Goal {goal_id} cannot be approved yet. {' '.join(wrong)}")
        return _goal(self._kept.approve(goal_id, by=by, seen=seen))

    def reopen(self, goal_id: str, *, by: str, seen: int) -> Goal:
        """Let the terms be changed, while the approved version stays in force."""
        return _goal(self._kept.reopen(goal_id, by=by, seen=seen))

    def remove(self, goal_id: str, *, by: str, seen: int) -> None:
        """Take a draft away that was never approved."""
        self._kept.remove(goal_id, by=by, seen=seen)

    def versions(self, goal_id: str) -> tuple[GoalVersion, ...]:
        """Return the approved versions, the first one first."""
        return tuple(
            GoalVersion(one.version, from_document(one.terms), one.approved_by, one.approved_at)
            for one in self._kept.versions(goal_id)
        )


def open_goals(settings: Settings) -> GoalRegister:
    """Open the goals of the store that the settings name.

    Raises
    ------
    StoreError
        It cannot be opened.
    """
    return GoalRegister(open_store(settings))


def _goal(kept: Contract) -> Goal:
    return Goal(
        kept.id,
        from_document(kept.terms),
        None if kept.approved is None else from_document(kept.approved),
        kept.state,
        kept.version,
        kept.revision,
        kept.changed_by,
        kept.changed_at,
        kept.written,
    )
