"""A goal's terms as documents: JSON in the store, YAML to be reviewed and edited by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from wiseparts_nb.agreements.yaml_values import yaml_values
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.goals.goal import Goal
from wiseparts_nb.goals.terms import (
    ACTIVITY_KINDS,
    MEASURES,
    PACES,
    SERVING,
    STEPS,
    GoalTerms,
)

__all__ = ["from_document", "from_yaml", "to_document", "to_yaml"]

_FIELDS = tuple(one.name for one in fields(GoalTerms))
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "measure": MEASURES, "serving": SERVING, "step": STEPS, "pace": PACES,
}  # fmt: skip
_TEXTS = ("description", "observations")
_LISTS = ("staff", "teams", "kinds")
_DAYS = ("starts_on", "ends_on")
_HEAD = f"""\
# Goals of the WiseParts workbench, to be reviewed, and imported by: wiseparts goals import FILE
# Keys are fixed; an unknown one is refused. An id names the goal that is changed; without an id, a new draft is made.
# measure: {", ".join(MEASURES)}. serving: {", ".join(SERVING)}. step: {", ".join(STEPS)}. pace: {", ".join(PACES)}.
# target, stretch: in the measure, in quotes. staff, teams: ids. kinds of activities: all when empty.
"""


def to_document(terms: GoalTerms) -> dict[str, Any]:
    """Return terms as plain JSON values: amounts as text, so that no digit is lost, and days as ISO."""
    return {name: _plain(getattr(terms, name)) for name in _FIELDS}


def from_document(document: Any) -> GoalTerms:
    """Return the terms that a document says; what it leaves out is as in a new draft.

    Raises
    ------
    InputError
        It is no such document, or a value is none of its field; the message names the field.
    """
    if not isinstance(document, dict):
        raise InputError(
            f"A goal is a list of fields with values, not {document!r}. Export one to see how it is written."
        )
    for name in document:
        if name not in _FIELDS:
            raise UnknownNameError("field of a goal", str(name), _FIELDS)
    return GoalTerms(**{name: _value(name, given) for name, given in document.items()})


def to_yaml(goals: Iterable[Goal]) -> str:
    """Return goals as YAML for review: their ids and their terms as they were written last."""
    import yaml

    written = [{"id": one.goal_id, **to_document(one.terms)} for one in goals]
    return _HEAD + yaml.safe_dump(
        {"goals": written}, allow_unicode=True, sort_keys=False, width=100
    )


def from_yaml(text: str) -> tuple[tuple[str, GoalTerms], ...]:
    """Return the ids, ``""`` where none is written, and the terms of a file: ``goals: [...]``, or the keys of one.

    Raises
    ------
    InputError
        It is no YAML, an id stands in it twice, or a goal is wrong; the message names it.
    """
    found = yaml_values(text)
    if not isinstance(found, dict):
        raise InputError(f"The file holds {found!r}; expected 'goals:' with a list below.")
    entries = _listed("goals", found["goals"]) if "goals" in found else [found]
    read = tuple(_entry(at, one) for at, one in enumerate(entries, 1))
    for goal_id, times in Counter(goal_id for goal_id, _ in read if goal_id).items():
        if times > 1:
            raise InputError(f"Goal {goal_id} stands in the file twice; leave it in once.")
    return read


def _entry(at: int, written: Any) -> tuple[str, GoalTerms]:
    terms = dict(written) if isinstance(written, dict) else written
    goal_id = str(terms.pop("id", None) or "") if isinstance(terms, dict) else ""
    try:
        return goal_id, from_document(terms)
    except InputError as error:
        raise InputError(f"Goal {goal_id or f'number {at}'}: {error}") from None


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            return value


def _value(name: str, given: Any) -> Any:
    if name in _CHOICES:
        if given not in _CHOICES[name]:
            raise UnknownNameError(name, str(given), _CHOICES[name])
        return given
    if name in _TEXTS:
        return "" if given is None else str(given)
    if name in _LISTS:
        return _names(name, given)
    if name == "stretch":
        return tuple(_amount(name, one) for one in _listed(name, given))
    if given is None:
        return None
    return _day(name, given) if name in _DAYS else _amount(name, given)


def _listed(name: str, given: Any) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        raise InputError(f"The field {name!r} is {given!r}; it is a list: [first, second].")
    return list(given)


def _names(name: str, given: Any) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(str(one) for one in _listed(name, given)))
    for one in names if name == "kinds" else ():
        if one not in ACTIVITY_KINDS:
            raise UnknownNameError("kind of activity", one, ACTIVITY_KINDS)
    return names


def _day(name: str, given: Any) -> date:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise InputError(
            f"The field {name!r} is {given!r}, which is no day. Write it as 2026-11-23."
        ) from None


def _amount(name: str, given: Any) -> Decimal:
    try:
        amount = Decimal(str(given))
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or isinstance(given, bool):
        raise InputError(
            f"The field {name!r} is {given!r}, which is no amount. Write it as '250000' or '250000.50'."
        )
    return amount
