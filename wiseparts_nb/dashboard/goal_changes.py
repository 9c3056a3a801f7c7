"""What a button of a goal does: approve, reopen, remove, copy; each is checked again here, whatever the page offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wiseparts_nb.agreements.rights import require_decide, require_write
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.forms import Fields
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import InputError
from wiseparts_nb.goals.register import GoalRegister, open_goals

__all__ = ["CHANGES", "register_of", "seen_of"]


def register_of(visit: Visit) -> GoalRegister:
    """Return the goals of the visit's store."""
    return open_goals(visit.source.settings)


def seen_of(fields: Fields) -> int:
    """Return the revision that a form was drawn of.

    Raises
    ------
    InputError
        It is no number; no form of ours sends that.
    """
    text = fields.get("seen")
    if not (text.isascii() and text.isdecimal()):
        raise InputError(f"{text!r} is not a revision. Open the goal again.")
    return int(text[:9])


def _approve(visit: Visit, fields: Fields) -> Address:
    require_decide(visit.reader)
    goal_id = fields.get("goal")
    register_of(visit).approve(goal_id, by=visit.reader.user_id, seen=seen_of(fields))
    return visit.address.to("goals", goal=goal_id)


def _reopen(visit: Visit, fields: Fields) -> Address:
    require_decide(visit.reader)
    goal_id = fields.get("goal")
    register_of(visit).reopen(goal_id, by=visit.reader.user_id, seen=seen_of(fields))
    return visit.address.to("goal_edit", goal=goal_id)


def _remove(visit: Visit, fields: Fields) -> Address:
    require_decide(visit.reader)
    register_of(visit).remove(fields.get("goal"), by=visit.reader.user_id, seen=seen_of(fields))
    return visit.address.to("goals", status="draft")


def _duplicate(visit: Visit, fields: Fields) -> Address:
    require_write(visit.reader)
    register = register_of(visit)
    terms = register.one(fields.get("goal")).in_force
    copied = register.create(terms, by=visit.reader.user_id)
    return visit.address.to("goal_edit", goal=copied.goal_id)


CHANGES: Mapping[str, Callable[[Visit, Fields], Address]] = {
    "approve": _approve,
    "duplicate": _duplicate,
    "remove": _remove,
    "reopen": _reopen,
}
